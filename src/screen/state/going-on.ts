import type {Frame, SourceState} from './store.ts';

/** Whether time advances by itself on the screen: playing, or following a live log. */
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
