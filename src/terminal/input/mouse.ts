import type {MouseEvent} from '../../screen/keys/mouse-event.ts';

/** Clicks, and moves with a button down, both in the form without a column limit (SGR). */
export const mouseOn = '\x1B[?1000h\x1B[?1002h\x1B[?1006h';
export const mouseOff = '\x1B[?1006l\x1B[?1002l\x1B[?1000l';

const modifiers = 4 + 8 + 16; // Shift, Alt, Ctrl
const moves = 32;
const wheel = 64;

/** Reads a report of the left button or the wheel. Other buttons do nothing. */
export function mouseEventOf(code: number, x: number, y: number, isRelease: boolean): MouseEvent | undefined {
	const plain = code & ~modifiers;
	switch (plain) {
		case 0:
			return {type: isRelease ? 'release' : 'press', x, y};
		case moves:
			return {type: 'drag', x, y};
		case wheel:
			return {type: 'wheel-up', x, y};
		case wheel + 1:
			return {type: 'wheel-down', x, y};
		default:
			return undefined;
	}
}
