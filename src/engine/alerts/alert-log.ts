import {Buffer} from 'node:buffer';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {History} from '../../history/history.ts';
import {runOf} from '../../history/recording/whole-lines.ts';
import {Ring} from '../../history/ring.ts';
import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import {alertLine} from './alert-line.ts';
import {ownSource} from './rule-alerts.ts';

const maxLines = 10_000; // 3 MB; more than anyone pages through

/** The lines that obs-top itself adds to the event log. They don't count as lines of the source. */
export class OwnLines {
	readonly #history: History;
	readonly #parser: LineParser;
	readonly #store = new Ring({maxBytes: Number.POSITIVE_INFINITY, maxLines: Number.POSITIVE_INFINITY});
	#count = 0;

	constructor(history: History, read: ReadOptions) {
		this.#history = history;
		this.#parser = new LineParser(read);
	}

	/** Adds an alert at the log's current position. @returns `false` if the log of alerts is full. */
	add(change: AlertChange): boolean {
		if (this.#count >= maxLines) {
			return false;
		}
		this.#count++;
		const text = alertLine(change);
		const bytes = Buffer.from(`${text}\n`);
		this.#history.add({
			store: this.#store,
			file: ownSource,
			tagged: false,
			isStderr: false,
			offset: this.#store.append(runOf([bytes], 1)),
			byteLength: bytes.length,
			lineNumber: this.#count,
			previousMs: undefined, // a pause between alerts is not a gap in a file
			isMerged: false,
			timeMs: change.atMs,
			parsed: this.#parser.parse(text),
			line: {text},
		});
		return true;
	}
}
