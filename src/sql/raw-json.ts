import type {LogEvent, ParsedLine} from '../events/event.ts';
import type {Fields} from '../events/fields.ts';
import {parseObject} from '../events/parse-object.ts';
import {wellFormedJson} from '../shared/well-formed-json.ts';

/**
The object of an event as JSON for DuckDB: as the line has it where the event is that very object, so that every digit stays, else written anew.

@param text - The line.
@returns `undefined` for an object that is nested too deep to be written.
*/
export function rawJson(event: LogEvent, parsed: Extract<ParsedLine, {readonly type: 'event'}>, text: string): string | undefined {
	const isWhole = parsed.events.length === 1 && text.charCodeAt(0) === openingBrace;
	// Without a dialect only an object in its text could have taken the line's place.
	if (isWhole && parsed.dialect === undefined && !mayHoldObject.test(text)) {
		return wellFormedJson(text);
	}
	const json = jsonOf(event.fields);
	if (json !== undefined && longNumber.test(text)) {
		const own = text.slice(Math.max(0, text.indexOf('{')));
		const fields = parseObject(own);
		if (fields !== undefined && jsonOf(fields) === json) {
			return wellFormedJson(own);
		}
	}
	return json && wellFormedJson(json);
}

const openingBrace = 0x7b;
const mayHoldObject = /"(?:\{|\\u007b)/i;
const longNumber = /\d{16}/;

function jsonOf(fields: Fields): string | undefined {
	try {
		return JSON.stringify(fields);
	} catch {
		return undefined;
	}
}
