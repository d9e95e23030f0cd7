import {wellFormedJson} from '../shared/well-formed-json.ts';

/** JSON for reading, of which no terminal takes anything for a command. */
export function safeJson(value: unknown): string {
	return escapeUnseen(wellFormedJson(JSON.stringify(value, undefined, 2)));
}

/**
In a JSON text DEL, C1, bidi controls and invisible characters are escaped, as the C0 controls are already. It means the same to any parser.
*/
export function escapeUnseen(json: string): string {
	return json.replaceAll(/[\x7F-\x9F\u2028\u2029\uFFF9-\uFFFB\p{Default_Ignorable_Code_Point}]/gu, character =>
		Array.from({length: character.length}, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''),
	);
}
