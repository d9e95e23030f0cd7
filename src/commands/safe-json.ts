/**
JSON for reading, of which no terminal takes anything for a command: DEL, C1 and bidi controls are escaped as the C0 controls are. It means the same to any parser.
*/
export function safeJson(value: unknown): string {
	return JSON.stringify(value, undefined, 2).replaceAll(
		/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
