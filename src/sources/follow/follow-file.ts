import type {FollowEvent, Following} from './follow-event.ts';
import {Waker} from './waker.ts';

const defaultLongestPauseMs = 250;

/**
`tail -F` from the first line on. It polls the file every 1 to 250 ms; file system events only make the next poll come
sooner, so it also works on network file systems and with a full watch table.

@throws SourceError if at the start the path is not a file or can't be read. It waits for a missing file.
*/
export async function* followFile(path: string, following: Following): AsyncGenerator<FollowEvent> {
	const {signal} = following;
	const {Follower} = await import('./follower.ts'); // not needed to read a plain file
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
