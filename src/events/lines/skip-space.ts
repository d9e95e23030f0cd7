/** The first place from `from` on that is neither a space nor a tab. */
export function skipSpace(text: string, from: number): number {
	let at = from;
	while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) {
		at++;
	}
	return at;
}
