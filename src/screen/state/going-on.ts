import type {Frame, SourceState} from './store.ts';

/** Whether time goes on by itself on the screen: played, or live and followed. */
export function isGoingOn({cursor, source}: Frame): boolean {
	return cursor.mode === 'playing' || (cursor.mode === 'following' && isLive(source));
}

/** Whether new events may come at any time. */
export function isLive(source: SourceState): boolean {
	switch (source.type) {
		case 'live':
		case 'running':
			return true;
		case 'exited':
			return source.outputOpen;
		case 'reading':
		case 'replay':
		case 'ended':
			return false;
	}
}
