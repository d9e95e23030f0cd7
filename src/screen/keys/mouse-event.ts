/** What the mouse did, in cells from the top left corner, counted from 0. */
export type MouseEvent = {
	readonly type: 'press' | 'drag' | 'release' | 'wheel-up' | 'wheel-down';
	readonly x: number;
	readonly y: number;
};
