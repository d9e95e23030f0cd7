import type {FollowEvent, Following} from './follow-event.ts';
import {Waker} from './waker.ts';

const defaultLongestPauseMs = 250;

/**
`tail -F` from the first line on. Looking at the file drives it, 1 to 250 ms apart; the file system's own events only make the next look come sooner, so network file
systems and full watch tables do no harm.

@throws SourceError when, at the start, what stands there is no file or can't be read. A missing file is waited for.
*/
export async function* followFile(path: string, following: Following): AsyncGenerator<FollowEvent> {
	const {signal} = following;
	const {Follower} = await import('./follower.ts'); // what only reads a file needs none of it
	const waker = new Waker(path, signal, following.longestPauseMs ?? defaultLongestPauseMs);
	const follower = new Follower(path, following);
	try {
		while (!signal.aborted) {
			const hasProgress = yield* follower.look();
			if (hasProgress) {
				waker.reset();
			} else {
				yield {type: 'idle'};
				await waker.wait();
			}
		}
	} finally {
		waker.close();
		follower.close();
	}
}
