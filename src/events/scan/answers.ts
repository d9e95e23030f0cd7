import type {Buffer} from 'node:buffer';
import type {Slot} from '../../shared/field-names.ts';
import {plainName} from '../../shared/plain-name.ts';
import {type ZoneClock, zoneClock} from '../../shared/time-zone.ts';
import * as layout from '../../wasm/layout.ts';
import {choiceForShape, type DialectChoice, decidingKeys} from '../dialects/index.ts';
import {KeyMeanings} from '../key-meanings.ts';
import {parseObject} from '../parse-object.ts';
import type {ReadOptions} from '../read-options.ts';
import {parseElapsedMs, parseQuantity, parseRatio} from '../values/quantity.ts';
import {TimeReader} from '../values/time-reader.ts';
import {parseTimestamp} from '../values/timestamp.ts';
import type {Vocabulary} from '../vocabulary.ts';
import {textOfBytes} from './text-bytes.ts';
import type {TextTable} from './text-table.ts';

const codeOfSlot: Readonly<Record<Slot, number>> = {
	timestamp: layout.timestampSlot,
	level: layout.levelSlot,
	severityNumber: layout.severityNumberSlot,
	component: layout.componentSlot,
	stage: layout.stageSlot,
	event: layout.eventSlot,
	host: layout.hostSlot,
	batch: layout.batchSlot,
	recordsIn: layout.recordsInSlot,
	recordsOut: layout.recordsOutSlot,
	elapsedMs: layout.elapsedSlot,
	throughputRps: layout.throughputSlot,
	circuitName: layout.circuitNameSlot,
	oldState: layout.oldStateSlot,
	newState: layout.newStateSlot,
	stateTransition: layout.stateTransitionSlot,
	cacheName: layout.cacheNameSlot,
	hits: layout.hitsSlot,
	misses: layout.missesSlot,
	hitRate: layout.hitRateSlot,
	reason: layout.reasonSlot,
};

/** Answers the scanner's questions about keys, texts and unusual values, using the code that reads parsed objects. */
export class Answers {
	readonly #bytes: Buffer;
	readonly #view: DataView;
	readonly #texts: TextTable;
	readonly #times: TimeReader;
	/** A line with one of these keys must be parsed. */
	readonly #listKeys: ReadonlySet<string>;
	readonly #clock: ZoneClock | undefined;
	/** By the scanner's number of an object. 0 is the line itself. */
	readonly #scopes: KeyMeanings[];

	constructor(bytes: Buffer, texts: TextTable, vocabulary: Vocabulary, read: ReadOptions) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#texts = texts;
		this.#listKeys = vocabulary.listKeys;
		this.#times = new TimeReader(read);
		this.#clock = zoneClock(read.timeZone);
		this.#scopes = [new KeyMeanings(vocabulary)];
	}

	/** The functions that the scanner imports. */
	get imports(): object {
		return {
			learnKey: (key: number) => this.#learnKey(key),
			isKnownKey: (scope: number, from: number, to: number) => this.#isKnownKey(scope, from, to),
			learnText: (code: number, text: number) => this.#texts.codeOf(code, text),
			readValue: (slot: number, unitMs: number, from: number, to: number, spelling: number) =>
				this.#readValue(slot, unitMs, from, to, spelling) ?? Number.NaN,
			midnightOf: (from: number) => parseTimestamp(`${this.#bytes.toString('latin1', from, from + 10)}T00:00Z`, 'UTC') ?? Number.NaN,
			chooseDialect: (nominated: number, from: number) => this.#chooseDialect(nominated, from),
		};
	}

	#isKnownKey(scope: number, from: number, to: number): boolean {
		const text = this.#bytes.toString('utf8', from, to);
		return this.#scopes[scope]?.of(text).isKnown === true || (scope === 0 && this.#listKeys.has(plainName(text)));
	}

	#meaning(scope: number, from: number, to: number) {
		return this.#scopes[scope]?.of(this.#bytes.toString('utf8', from, to));
	}

	#learnKey(key: number): void {
		const view = this.#view;
		const from = view.getInt32(key + layout.keyTextAt, true);
		const to = from + view.getInt32(key + layout.keyLengthAt, true);
		const scope = view.getInt32(key + layout.keyScopeAt, true);
		const meaning = this.#meaning(scope, from, to);
		if (meaning === undefined) {
			return;
		}
		const text = this.#bytes.toString('latin1', from, to);
		const {slot, weight, unitMs, inner, nominates, isKnown} = meaning;
		const hasRoom = inner === undefined || this.#scopes.length < layout.maxScopes;
		const isList = scope === 0 && this.#listKeys.has(plainName(this.#bytes.toString('utf8', from, to)));
		const known = hasRoom && !isList && isUsual.test(text) ? layout.knownKey : layout.unsureKey;
		view.setInt32(key + layout.keyIsKnownAt, isKnown || isList ? known : layout.unknownKey, true);
		view.setInt32(key + layout.keySlotAt, slot === undefined ? layout.noSlot : codeOfSlot[slot], true);
		view.setInt32(key + layout.keyWeightAt, slot === undefined ? 0 : weight + 1, true);
		view.setFloat64(key + layout.keyUnitAt, unitMs ?? Number.NaN, true);
		view.setInt32(key + layout.keyNominatesAt, nominates, true);
		view.setInt32(key + layout.keyDecidesAt, scope === 0 && decidingKeys.has(text) ? 1 : 0, true);
		if (inner !== undefined && hasRoom) {
			view.setInt32(key + layout.keyInnerAt, this.#scopes.length, true);
			this.#scopes.push(inner);
		}
	}

	#readValue(slot: number, unitMs: number, from: number, to: number, spelling: number): number | undefined {
		const isNumber = spelling === layout.numberSpelling;
		const value = isNumber ? Number(this.#bytes.toString('latin1', from, to)) : textOfBytes(this.#bytes, from, to, spelling);
		switch (slot) {
			case layout.timestampSlot:
				return this.#readTime(value);
			case layout.elapsedSlot:
				return parseElapsedMs(value, unitMs);
			case layout.hitRateSlot:
				return parseRatio(value);
			case layout.batchSlot:
				return Number(value);
			default:
				return parseQuantity(value);
		}
	}

	/** Infinity for a local time that occurs twice: which of the two it is depends on the line before. */
	#readTime(value: string | number): number | undefined {
		const timeMs = this.#times.read(value);
		const mayBeTwice = this.#clock?.changesAround(timeMs ?? 0) === true || (typeof value === 'string' && value.endsWith(']'));
		if (timeMs === undefined || !mayBeTwice) {
			return timeMs;
		}
		this.#times.lastMs = Number.POSITIVE_INFINITY;
		const later = this.#times.read(value);
		this.#times.lastMs = undefined;
		return later === timeMs ? timeMs : Number.POSITIVE_INFINITY;
	}

	#chooseDialect(nominated: number, from: number): number {
		const fields = parseObject(this.#bytes.toString('utf8', from, this.#bytes.indexOf(0x0a, from)));
		return fields === undefined ? layout.unsureShape : codeOfChoice(choiceForShape(nominated, fields));
	}
}

/**
The scanner leaves out keys that are not ASCII, which must be decoded, and keys that start with a digit, because
integers come first in an object wherever they are written.
*/
const isUsual = /^[\x20-\x2f\x3a-\x7f][\x20-\x7f]*$/;

export function codeOfChoice(choice: DialectChoice): number {
	return choice === 'reads' ? layout.unsureShape : choice === undefined ? layout.noDialect : layout.firstDialect + choice;
}
