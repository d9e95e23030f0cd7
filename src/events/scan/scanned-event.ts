import {Buffer} from 'node:buffer';
import * as layout from '../../wasm/layout.ts';
import type {WasmMemory} from '../../wasm/load-wasm.ts';
import {dialectNames} from '../dialects/index.ts';
import {type CircuitState, type Level, type LogEvent, levels, type ParsedLine} from '../event.ts';
import type {Fields} from '../fields.ts';
import {type EventKind, kinds} from '../kinds.ts';
import type {SplitLine} from '../lines/split-lines.ts';
import {parseObject} from '../parse-object.ts';
import {textOfBytes} from './text-bytes.ts';
import {circuitStates, type TextTable} from './text-table.ts';

const noFields: Fields = {};

type EventLine = Extract<ParsedLine, {readonly type: 'event'}>;

export const numbersOfRow = layout.rowBytes / 8;
export const codesOfRow = layout.rowBytes / 4;

/**
The event of a scanned line. Fields are read on demand. It changes with the next line, `kept` makes a permanent copy.
*/
export class ScannedEvent implements LogEvent, SplitLine {
	readonly terminated = true;
	readonly oversized = false;
	readonly malformed = false;
	/** For all rows: `numbersOfRow` numbers and `codesOfRow` codes each. */
	readonly numbers: Float64Array;
	readonly codes: Int32Array;
	readonly texts: TextTable;
	readonly memory: WasmMemory;
	/** The line as a parsed line. It changes with the row, too. */
	readonly parsed: EventLine;
	/** All of the memory. */
	readonly bytes: Buffer;
	#number = 0;
	#code = 0;
	#fields: Fields | undefined;

	/** @param memory - Contains the rows. */
	constructor(memory: WasmMemory, texts: TextTable) {
		const bytes = Buffer.from(memory.buffer);
		this.memory = memory;
		this.bytes = bytes;
		this.numbers = new Float64Array(bytes.buffer, bytes.byteOffset + layout.rowsAt, (layout.maxRows * layout.rowBytes) / 8);
		this.codes = new Int32Array(bytes.buffer, bytes.byteOffset + layout.rowsAt, (layout.maxRows * layout.rowBytes) / 4);
		this.texts = texts;
		this.parsed = new ScannedLine(this);
	}

	/** Switches to another row. */
	moveTo(row: number): void {
		this.#number = row * numbersOfRow;
		this.#code = row * codesOfRow;
		this.#fields = undefined;
	}

	/** Index of its level in the list of levels, from 1. 0 for none. */
	get levelNumber(): number {
		return this.#codeAt(layout.levelAt);
	}

	/** Whether a key for a time had a value that is none. */
	get hasUnreadTime(): boolean {
		return this.#codeAt(layout.unreadTimeAt) !== 0;
	}

	/** The size of the lines of the rows `[from, to)`, which are adjacent. */
	bytesOf(from: number, to: number): number {
		this.moveTo(from);
		const start = this.from;
		this.moveTo(to - 1);
		return this.to - start;
	}

	/** @returns The first of the rows in `[from, to)` that is not an event, or `to`. */
	eventsEnd(from: number, to: number): number {
		const {codes} = this;
		let row = from;
		while (row < to && codes[row * codesOfRow + layout.isEventAt / 4] !== 0) {
			row++;
		}
		return row;
	}

	/** @returns The first of the rows in `[from, to)` whose dialect differs from that of the first. */
	dialectEnd(from: number, to: number): number {
		const {codes} = this;
		const column = layout.dialectAt / 4;
		const first = codes[from * codesOfRow + column];
		let row = from + 1;
		while (row < to && codes[row * codesOfRow + column] === first) {
			row++;
		}
		return row;
	}

	/** Start of its line in the scanner's memory. */
	get from(): number {
		return this.#codeAt(layout.fromAt);
	}

	/** End of its line, after the newline. */
	get to(): number {
		return this.#codeAt(layout.toAt);
	}

	get byteLength(): number {
		return this.to - this.from;
	}

	/** The line, without its newline. */
	get text(): string {
		const end = this.to - 1;
		return this.bytes.toString('utf8', this.from, this.bytes[end - 1] === carriageReturn ? end - 1 : end);
	}

	get dialect(): string | undefined {
		const code = this.#codeAt(layout.dialectAt);
		return code === 0 ? undefined : dialectNames[code - 1];
	}

	get kind(): EventKind {
		return kinds[this.#codeAt(layout.kindAt)] ?? 'other';
	}

	get timeMs(): number | undefined {
		return this.#numberAt(layout.timeAt);
	}

	get level(): Level | undefined {
		const code = this.#codeAt(layout.levelAt);
		return code === 0 ? undefined : levels[code - 1];
	}

	get component(): string | undefined {
		return this.#nameAt(layout.componentAt);
	}

	get event(): string | undefined {
		return this.#textAt(layout.eventAt);
	}

	get host(): string | undefined {
		return this.#nameAt(layout.hostAt);
	}

	get batch(): string | number | undefined {
		return this.#nameAt(layout.batchTextAt) ?? this.#numberAt(layout.batchNumberAt);
	}

	get recordsIn(): number | undefined {
		return this.#numberAt(layout.recordsInAt);
	}

	get recordsOut(): number | undefined {
		return this.#numberAt(layout.recordsOutAt);
	}

	get elapsedMs(): number | undefined {
		return this.#numberAt(layout.elapsedAt);
	}

	get throughputRps(): number | undefined {
		return this.#numberAt(layout.throughputAt);
	}

	get circuitName(): string | undefined {
		return this.#nameAt(layout.circuitNameAt);
	}

	get oldState(): CircuitState | undefined {
		return circuitStates[this.#codeAt(layout.oldStateAt) - 1];
	}

	get newState(): CircuitState | undefined {
		return circuitStates[this.#codeAt(layout.newStateAt) - 1];
	}

	get cacheName(): string | undefined {
		return this.#nameAt(layout.cacheNameAt);
	}

	get hits(): number | undefined {
		return this.#numberAt(layout.hitsAt);
	}

	get misses(): number | undefined {
		return this.#numberAt(layout.missesAt);
	}

	get hitRate(): number | undefined {
		return this.#numberAt(layout.hitRateAt);
	}

	get reason(): string | undefined {
		return this.#textAt(layout.reasonAt);
	}

	/** Parsed again, once per line. */
	get fields(): Fields {
		this.#fields ??= parseObject(this.text) ?? noFields;
		return this.#fields;
	}

	kept(): LogEvent {
		const {kind, timeMs, level, component, event, host, batch, recordsIn, recordsOut, elapsedMs, throughputRps} = this;
		const {circuitName, oldState, newState, cacheName, hits, misses, hitRate, reason, fields} = this;
		return {
			kind,
			timeMs,
			level,
			component,
			event,
			host,
			batch,
			recordsIn,
			recordsOut,
			elapsedMs,
			throughputRps,
			circuitName,
			oldState,
			newState,
			cacheName,
			hits,
			misses,
			hitRate,
			reason,
			fields,
		};
	}

	/** A permanent copy of the line. */
	keptLine(): {readonly line: SplitLine; readonly parsed: EventLine} {
		const {text, byteLength, terminated, oversized, malformed, dialect} = this;
		return {
			line: {text, byteLength, terminated, oversized, malformed},
			parsed: {type: 'event', events: [this.kept()], origin: undefined, dialect},
		};
	}

	#codeAt(place: number): number {
		return this.codes[this.#code + place / 4] ?? 0;
	}

	#numberAt(place: number): number | undefined {
		const number = this.numbers[this.#number + place / 8] ?? Number.NaN;
		return Number.isNaN(number) ? undefined : number;
	}

	#nameAt(place: number): string | undefined {
		const number = this.#codeAt(place);
		return number === 0 ? undefined : this.texts.at(number);
	}

	#textAt(place: number): string | undefined {
		const from = this.#codeAt(place);
		return from === 0 ? undefined : textOfBytes(this.bytes, from, this.#codeAt(place + 4), this.#codeAt(place + 8));
	}
}

const carriageReturn = 0x0d;

/** A row as a parsed line. */
class ScannedLine implements EventLine {
	readonly type = 'event';
	readonly events: readonly LogEvent[];
	readonly origin = undefined;
	readonly #event: ScannedEvent;

	constructor(event: ScannedEvent) {
		this.#event = event;
		this.events = [event];
	}

	get dialect(): string | undefined {
		return this.#event.dialect;
	}
}
