/** An app as people write them: the entry file has what concerns all functions. */
import { app } from '@azure/functions';

app.hook.appStart((context) => {
  context.hookData.startedBy = 'appStart';
});

app.hook.appTerminate((context) => {
  process.emit('patterns-app-ends' as never, context.hookData.startedBy as never);
});

app.hook.preInvocation((context) => {
  context.hookData.before = context.invocationContext.functionName;
  if (context.invocationContext.functionName !== 'hooked') return;
  const handler = context.functionHandler;
  context.functionHandler = (request, invocation) => handler('changed on its way', invocation) ?? request;
});

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return;
  context.result = { jsonBody: { returned: context.result, before: context.hookData.before } };
});

app.http('hooked', { handler: (request) => String(request) as never });
