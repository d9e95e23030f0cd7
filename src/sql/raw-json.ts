import type {LogEvent, ParsedLine} from '../events/event.ts';
import type {Fields} from '../events/fields.ts';
import {parseObject} from '../events/parse-object.ts';

/**
The object of an event as JSON for DuckDB: as the line has it where the event is that very object, so that every digit stays, else written anew.

@param text - The line.
@returns `undefined` for an object that is nested too deep to be written.
*/
export function rawJson(event: LogEvent, parsed: Extract<ParsedLine, {readonly type: 'event'}>, text: string): string | undefined {
	const isWhole = parsed.events.length === 1 && text.charCodeAt(0) === openingBrace;
	// Without a dialect only an object in its text could have taken the line's place.
	if (isWhole && parsed.dialect === undefined && !mayHoldObject.test(text)) {
		return hasEscapedSurrogate.test(text) ? wellFormedJson(event.fields) : text;
	}
	const json = wellFormedJson(event.fields);
	if (json !== undefined && longNumber.test(text)) {
		const own = text.slice(Math.max(0, text.indexOf('{')));
		const fields = parseObject(own);
		if (fields !== undefined && wellFormedJson(fields) === json && !hasEscapedSurrogate.test(own)) {
			return own;
		}
	}
	return json;
}

const openingBrace = 0x7b;
const mayHoldObject = /"(?:\{|\\u007b)/i;
const longNumber = /\d{16}/;
/** Half a character is no JSON to DuckDB, and a query over it would fail. */
const hasEscapedSurrogate = /\\u[dD][89a-fA-F]/;

function wellFormedJson(fields: Fields): string | undefined {
	try {
		const json = JSON.stringify(fields);
		return hasEscapedSurrogate.test(json)
			? JSON.stringify(fields, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))
			: json;
	} catch {
		return undefined;
	}
}
