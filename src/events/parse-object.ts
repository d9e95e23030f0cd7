import {type Fields, isFields} from './fields.ts';
import {parseJson} from './parse-json.ts';

/** @returns `undefined` when the text is not a JSON object. */
export function parseObject(text: string): Fields | undefined {
	try {
		const value = parseJson(text);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a text could be an object at all. Skips leading white space. */
export function opensObject(text: string): boolean {
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x7b) {
			return true;
		}
		if (code !== 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) {
			return false;
		}
	}
	return false;
}
