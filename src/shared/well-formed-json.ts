const halfEscape = /\\u[dD][89a-fA-F]/;
const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[\s\S])/g;

/**
Replaces each lone half of a surrogate pair in a JSON text with U+FFFD, in keys and in values, because many parsers
reject it. Everything else stays as written.
*/
export function wellFormedJson(json: string): string {
	return halfEscape.test(json)
		? json.replace(escapes, (written, half: string | undefined) => (half === undefined ? written : '\uFFFD'))
		: json;
}
