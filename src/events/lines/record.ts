import type {ParsedLine} from '../event.ts';
import {goesOn, isIndented} from './continuation.ts';

const mostLines = 10_000;
const mostLength = 1024 * 1024;
const goCall = /^[\w./*()]+\(.{0,400}\)$/;
/** What goes on behind a blank line. */
const afterBlank = /^(?:goroutine \d|During handling of |The above exception |Traceback )/;

/** A text and the lines that belong to it: a stack trace, what a long message goes on with. */
export class TextRecord {
	#text: string;
	#lines = 1;
	#blank = '';
	/** Python's traces end with one line at the margin, whatever it says. */
	#isPython: boolean;
	#wasIndented = false;
	/** In Go's, functions stand at the margin. */
	#isGo = false;

	private constructor(text: string) {
		this.#text = text;
		this.#isPython = text.startsWith('Traceback ');
	}

	/** @returns `undefined` where nothing can belong to the line. */
	static of(text: string, parsed: ParsedLine): TextRecord | undefined {
		return parsed.type === 'raw' && !goesOn(text) ? new TextRecord(text) : undefined;
	}

	/** Its lines so far, a newline between them. */
	get text(): string {
		return this.#text;
	}

	/** Takes the next line if it belongs to it. A blank one does where the next one does. */
	takes(text: string, parsed: ParsedLine): 'yes' | 'maybe' | 'no' {
		if (this.#lines >= mostLines || this.#text.length + text.length >= mostLength) {
			return 'no';
		}
		if (parsed.type === 'blank') {
			if (this.#blank !== '') {
				return 'no';
			}
			this.#blank = '\n';
			return 'maybe';
		}
		const indented = isIndented(text);
		const belongs =
			parsed.type === 'raw' &&
			parsed.events.every(({timeMs}) => timeMs === undefined) &&
			(this.#blank === ''
				? goesOn(text) || (this.#isGo && goCall.test(text)) || (this.#isPython && this.#wasIndented)
				: afterBlank.test(text));
		if (!belongs) {
			return 'no';
		}
		this.#isPython = text.startsWith('Traceback ') || (this.#isPython && indented);
		this.#isGo ||= text.startsWith('goroutine ');
		this.#wasIndented = indented;
		this.#text += `${this.#blank}\n${text}`;
		this.#blank = '';
		this.#lines++;
		return 'yes';
	}
}
