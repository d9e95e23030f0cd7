import type {Style} from '../../screen/look/style.ts';

/** The bytes that change the pen from one look to another. */
export function sgrBetween(from: Style, to: Style): string {
	if (from === to) {
		return '';
	}
	if (to === '') {
		return '\x1B[m';
	}
	return from === '' ? `\x1B[${to}m` : `\x1B[0;${to}m`;
}
