const halfEscape = /\\u[dD][89a-fA-F]/;
const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[\s\S])/g;

/** A JSON text in which each half of a surrogate pair that stands alone is U+FFFD, in keys as in values: many parsers take no such text. All else is as it was written. */
export function wellFormedJson(json: string): string {
	return halfEscape.test(json)
		? json.replace(escapes, (written, half: string | undefined) => (half === undefined ? written : '\uFFFD'))
		: json;
}
