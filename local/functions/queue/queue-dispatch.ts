import type { TypedData } from '../../typed-data.ts';
import { addJsonProperties, BindingData } from '../bindings/binding-data.ts';
import type { Dispatch } from '../dispatcher.ts';
import type { QueueMessage } from '../storage/message-queue.ts';
import { dotNetDate, metadataValue } from '../typed-values.ts';

/** .NET's largest date stands for "never". */
const never = '9999-12-31T23:59:59.9999999+00:00';

/** What a function gets of a message. Throws when it is no text in UTF-8 and the function wants a text. */
export function queueDispatch(
  message: Pick<QueueMessage, 'dequeueCount' | 'body'> & Partial<QueueMessage>,
  dataType: unknown,
  nowMs: number,
): Dispatch {
  const body = message.body ?? Buffer.alloc(0);
  const text = utf8Text(body);
  const isBinary = typeof dataType === 'string' && dataType.toLowerCase() === 'binary';
  if (text === undefined && !isBinary)
    throw new Error("The message is no text in UTF-8. Give the trigger dataType: 'binary' to get its bytes.");
  const data = new BindingData();
  data.set('QueueTrigger', text);
  data.set('DequeueCount', message.dequeueCount);
  data.set('ExpirationTime', message.expiresMs === undefined ? never : dotNetDate(message.expiresMs));
  data.set('Id', message.id);
  data.set('InsertionTime', dotNetDate(message.insertedMs ?? nowMs));
  data.set(
    'NextVisibleTime',
    message.nextVisibleMs === undefined ? never : dotNetDate(message.nextVisibleMs),
  );
  data.set('PopReceipt', message.popReceipt);
  if (text !== undefined && !isBinary) addJsonProperties(data, text);
  const trigger: TypedData = isBinary ? { bytes: body } : { string: text ?? '' };
  const triggerMetadata = Object.fromEntries(
    data.entries().map(([name, value]) => [name, metadataValue(value)]),
  );
  return { trigger, triggerMetadata };
}

function utf8Text(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
