/** In the shape of the dump that the extension makes of .NET's exceptions, as code may look into it. */
export function exceptionDump(type: string, message: string, stack: string | null = null): string {
  return JSON.stringify({
    $type: `${type}, System.Private.CoreLib`,
    ClassName: type,
    Message: message,
    Data: null,
    InnerException: {
      $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      RemoteMessage: message,
      RemoteStackTrace: stack,
      Message: `Result: Failure\nException: ${message}\nStack: ${stack ?? ''}`,
      InnerException: null,
    },
    StackTraceString: null,
    RemoteStackTraceString: null,
  });
}
