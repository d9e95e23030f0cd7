/** `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
	return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(part => part !== '').join(' and ');
}
