/** Which requests are part of a conversation, whose prompt grows from one to the next. */
import type { PlacedRequest } from '../attribution/history.ts';

/** Subagents that wrote into their parent's file, up to 1.0.x: several run at once, and nothing tells them apart. */
const mixedThreads = 'inline';

/** Whether a request is one of a thread's conversation. An advisor is asked inside a request of another model, with a prompt of its own. */
export function isOfThread({ messageId, agentId }: Pick<PlacedRequest, 'messageId' | 'agentId'>): boolean {
  return agentId !== mixedThreads && !messageId.includes('#advisor');
}

/** Whether a request is one of its session's main conversation. */
export function isOfMainThread(request: Pick<PlacedRequest, 'messageId' | 'agentId'>): boolean {
  return request.agentId === '' && isOfThread(request);
}
