import type {LogEvent, ParsedLine} from '../events/event.ts';
import type {Fields} from '../events/fields.ts';
import {parseObject} from '../events/parse-object.ts';
import {wellFormedJson} from '../shared/well-formed-json.ts';

/**
The object of an event as JSON for DuckDB: the line's own text if it is that object, to keep every digit, else
serialized again.

@param text - The line.
@returns `undefined` for an object nested too deeply to be serialized.
*/
export function rawJson(event: LogEvent, parsed: Extract<ParsedLine, {readonly type: 'event'}>, text: string): string | undefined {
	const isWhole = parsed.events.length === 1 && text.charCodeAt(0) === openingBrace;
	// Without a dialect, only an object inside a text field could have replaced the line's own object.
	if (isWhole && parsed.mended === undefined && parsed.dialect === undefined && !mayHoldObject.test(text)) {
		return wellFormedJson(text);
	}
	const json = jsonOf(event.fields);
	if (json !== undefined && parsed.mended === undefined && longNumber.test(text)) {
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
