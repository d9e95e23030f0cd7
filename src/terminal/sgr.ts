/** The look of a cell: the SGR parameters that make it, from a plain pen, in one fixed order. `''` is plain. */
export type Style = string;

// Blink (5, 6) and conceal (8) are left out on purpose: nothing on the screen may blink or hide.
const attributes = [1, 2, 3, 4, 7, 9, 53] as const;
const switchedOffBy = new Map<number, readonly number[]>([
	[22, [1, 2]],
	[23, [3]],
	[24, [4]],
	[27, [7]],
	[29, [9]],
	[55, [53]],
]);
const cache = new Map<string, Style>();
const maxCached = 4096; // a theme needs some hundred; colours made by the million must not stay

/** The look after `CSI parameters m` when it was `style`. Unknown parameters change nothing. */
export function applySgr(style: Style, parameters: string): Style {
	const key = `${style}/${parameters}`;
	const known = cache.get(key);
	if (known !== undefined) {
		return known;
	}
	if (cache.size >= maxCached) {
		cache.clear();
	}
	const result = fold([...(style === '' ? [] : numbersOf(style)), ...numbersOf(parameters)]);
	cache.set(key, result);
	return result;
}

/** The bytes that turn the pen from one look to another. */
export function sgrBetween(from: Style, to: Style): string {
	if (from === to) {
		return '';
	}
	if (to === '') {
		return '\x1B[m';
	}
	return from === '' ? `\x1B[${to}m` : `\x1B[0;${to}m`;
}

const numbersOf = (parameters: string): readonly number[] => parameters.split(/[;:]/).map(Number);

function fold(parameters: readonly number[]): Style {
	const on = new Set<number>();
	let foreground = '';
	let background = '';
	for (let index = 0; index < parameters.length; index++) {
		const code = parameters[index] ?? 0;
		if (code === 0) {
			on.clear();
			foreground = '';
			background = '';
		} else if (code === 38 || code === 48) {
			const colour = extendedColour(parameters, index);
			index += colour.length - 1;
			if (code === 38) {
				foreground = colour.join(';');
			} else {
				background = colour.join(';');
			}
		} else if (isForeground(code)) {
			foreground = code === 39 ? '' : String(code);
		} else if (isForeground(code - 10)) {
			background = code === 49 ? '' : String(code);
		} else if ((attributes as readonly number[]).includes(code)) {
			on.add(code);
		} else {
			for (const attribute of switchedOffBy.get(code) ?? []) {
				on.delete(attribute);
			}
		}
	}
	return [...attributes.filter(attribute => on.has(attribute)), foreground, background].filter(part => part !== '').join(';');
}

const isForeground = (code: number): boolean => (code >= 30 && code <= 39) || (code >= 90 && code <= 97);

/** `38;5;N` and `38;2;R;G;B` (48 likewise), as far as they are there. */
function extendedColour(parameters: readonly number[], start: number): readonly number[] {
	return parameters.slice(start, start + (parameters[start + 1] === 2 ? 5 : 3));
}
