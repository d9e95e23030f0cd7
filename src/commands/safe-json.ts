import {wellFormedJson} from '../shared/well-formed-json.ts';

/** Indented JSON that can't send control sequences to a terminal. */
export function safeJson(value: unknown): string {
	return escapeUnseen(wellFormedJson(JSON.stringify(value, undefined, 2)));
}

/**
Escapes DEL, C1, bidi controls and invisible characters in JSON text (C0 controls already are). Parsers read the same
value.
*/
export function escapeUnseen(json: string): string {
	return json.replaceAll(/[\x7F-\x9F\u2028\u2029\uFFF9-\uFFFB\p{Default_Ignorable_Code_Point}]/gu, character =>
		Array.from({length: character.length}, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''),
	);
}
