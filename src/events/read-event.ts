import {type Slot, slots} from '../shared/field-names.ts';
import type {CircuitState, Level, LogEvent} from './event.ts';
import {type Draft, emptyDraft, fillQuantity, fillState, fillText, throughputOf} from './event-draft.ts';
import type {ReadPath} from './field-path.ts';
import {type Fields, isFields} from './fields.ts';
import {type Filling, KeyMeanings, mappedFilling, mappedWeight} from './key-meanings.ts';
import {kindOf} from './kinds.ts';
import {parseCircuitState, parseStateTransition} from './values/circuit-state.ts';
import {levelOfSeverityNumber, parseLevel} from './values/level.ts';
import {parseElapsedMs, parseQuantity, parseRatio} from './values/quantity.ts';
import type {TimeReader} from './values/time-reader.ts';
import type {Vocabulary} from './vocabulary.ts';

/** Greater than any weight, so a slot filled in an earlier line ranks below any key of this line. */
const lineStep = 256;
const lastLine = 2 ** 30;

const componentIndex = slots.indexOf('component');

/**
Reads objects under the common aliases, in one pass over their keys.

A value that does not fit its field (a word for a count, a date that does not exist) is treated as missing, and the next
alias is tried.
*/
export class EventReader {
	readonly #meanings: KeyMeanings;
	readonly #lists: ReadonlyArray<{readonly meaning: Filling; readonly read: ReadPath}>;
	readonly #times: TimeReader;
	readonly #hasMap: boolean;
	/** For each slot, the line and the weight of the key that last filled it. */
	readonly #filled = new Int32Array(slots.length);
	#line = 0;
	#stage: string | undefined;
	#severity: Level | undefined;
	#transition: {readonly from: CircuitState; readonly to: CircuitState} | undefined;
	/** The elapsed time was a number under a name without a unit, so a dialect may apply its own unit. */
	#elapsedIsBare = false;
	#nominated = 0;

	constructor(vocabulary: Vocabulary, times: TimeReader) {
		this.#meanings = new KeyMeanings(vocabulary);
		this.#lists = vocabulary.lists.map(({alias, read}) => ({meaning: mappedFilling(alias), read}));
		this.#hasMap = vocabulary.mapped.size + vocabulary.lists.length > 0;
		this.#times = times;
	}

	/** Bits of the dialects nominated by the object read last. */
	get nominated(): number {
		return this.#nominated;
	}

	/** The slots that `--map` filled in the object read last. */
	mappedSlots(): ReadonlySet<Slot> {
		return new Set(this.#hasMap ? slots.filter((_, index) => this.#isMapped(index)) : []);
	}

	/** @returns An event that `finish` must complete. */
	read(fields: Fields): Draft {
		this.#line += lineStep;
		if (this.#line >= lastLine) {
			this.#filled.fill(0);
			this.#line = lineStep;
		}
		this.#stage = undefined;
		this.#severity = undefined;
		this.#transition = undefined;
		this.#elapsedIsBare = false;
		const draft = emptyDraft(fields);
		this.#nominated = this.#readObject(draft, fields, this.#meanings);
		for (const {meaning, read} of this.#lists) {
			this.#fillRanked(draft, meaning, read(fields));
		}
		return draft;
	}

	/** @param bareUnitMs - How many milliseconds an elapsed time without a unit counts. */
	finish(draft: Draft, bareUnitMs: number): LogEvent {
		if (draft.event !== undefined) {
			draft.kind = kindOf(draft.event);
		}
		if (this.#stage !== undefined && isAboutStage(draft.kind) && !this.#isMapped(componentIndex)) {
			draft.component = this.#stage;
		}
		draft.level ??= this.#severity;
		if (this.#transition !== undefined) {
			draft.oldState ??= this.#transition.from;
			draft.newState ??= this.#transition.to;
		}
		if (this.#elapsedIsBare && draft.elapsedMs !== undefined) {
			draft.elapsedMs *= bareUnitMs;
		}
		draft.throughputRps ??= throughputOf(draft);
		return draft;
	}

	/** Fills a field of an event that is read already. @returns Whether the value fits. If not, nothing has changed. */
	fill(draft: Draft, slot: Slot, value: unknown, unitMs: number | undefined): boolean {
		return this.#fill(draft, {slot, index: 0, weight: 0, unitMs}, value);
	}

	/** @returns The bits of the dialects that its keys nominate. */
	#readObject(draft: Draft, fields: Fields, meanings: KeyMeanings): number {
		let nominated = 0;
		let meaning = meanings.start;
		for (const key in fields) {
			const {next} = meaning;
			meaning = next !== undefined && meaning.nextKey === key ? next : meanings.follow(meaning, key);
			if (!meaning.isKnown) {
				continue;
			}
			nominated |= meaning.nominates;
			const value = fields[key];
			if (typeof value === 'object') {
				if (meaning.inner !== undefined && isFields(value)) {
					this.#readObject(draft, value, meaning.inner);
				}
				if (!mayBeObject(meaning.slot)) {
					continue;
				}
			}
			this.#fillRanked(draft, meaning, value);
		}
		return nominated;
	}

	/** The key with the greatest weight fills a slot. */
	#fillRanked(draft: Draft, meaning: Filling, value: unknown): void {
		const rank = this.#line + meaning.weight;
		if (rank > (this.#filled[meaning.index] ?? 0) && this.#fill(draft, meaning, value)) {
			this.#filled[meaning.index] = rank;
		}
	}

	/** @returns Whether the value fits the slot. If not, nothing has changed. */
	#fill(draft: Draft, {slot, weight, unitMs}: Filling, value: unknown): boolean {
		switch (slot) {
			case 'timestamp': {
				const timeMs = this.#times.read(value);
				draft.timeMs = timeMs ?? draft.timeMs;
				return timeMs !== undefined;
			}
			case 'level': {
				const level = parseLevel(value);
				draft.level = level ?? draft.level;
				return level !== undefined;
			}
			case 'component':
				if (typeof value !== 'string' || value.length === 0) {
					return false;
				}
				draft.component = value;
				return true;
			case 'stage':
				return this.#fillStage(draft, value, weight);
			case 'event':
			case 'host':
			case 'circuitName':
			case 'cacheName':
			case 'reason':
				return typeof value === 'string' && fillText(draft, slot, value);
			case 'recordsIn':
			case 'recordsOut':
			case 'throughputRps':
			case 'hits':
			case 'misses': {
				const quantity = parseQuantity(value);
				return quantity !== undefined && fillQuantity(draft, slot, quantity);
			}
			case 'elapsedMs': {
				const elapsedMs = parseElapsedMs(value, unitMs ?? 1);
				if (elapsedMs === undefined) {
					return false;
				}
				draft.elapsedMs = elapsedMs;
				this.#elapsedIsBare = unitMs === undefined && typeof value === 'number';
				return true;
			}
			case 'batch':
				if (typeof value !== 'number' && (typeof value !== 'string' || value.length === 0)) {
					return false;
				}
				draft.batch = value;
				return true;
			case 'oldState':
			case 'newState': {
				const state = parseCircuitState(value);
				return state !== undefined && fillState(draft, slot, state);
			}
			case 'hitRate': {
				const rate = parseRatio(value);
				draft.hitRate = rate ?? draft.hitRate;
				return rate !== undefined;
			}
			case 'severityNumber':
				this.#severity = levelOfSeverityNumber(value);
				return this.#severity !== undefined;
			case 'stateTransition':
				this.#transition = parseStateTransition(value);
				return this.#transition !== undefined;
			case undefined:
				return false;
		}
	}

	/** A stage may be a number. It also is a component, and only the name `component` itself beats it. */
	#fillStage(draft: Draft, value: unknown, weight: number): boolean {
		const stage = typeof value === 'number' ? String(value) : value;
		if (typeof stage !== 'string' || stage.length === 0) {
			return false;
		}
		this.#stage = stage;
		const rank = this.#line + weight;
		if (rank > (this.#filled[componentIndex] ?? 0)) {
			draft.component = stage;
			this.#filled[componentIndex] = rank;
		}
		return true;
	}

	#isMapped(index: number): boolean {
		return (this.#filled[index] ?? 0) >= this.#line + mappedWeight;
	}
}

/** Some loggers write these as objects: `{"$date": …}`, `{"name": "ERROR", "no": 40}`. */
function mayBeObject(slot: Slot | undefined): boolean {
	return slot === 'timestamp' || slot === 'level' || slot === 'elapsedMs';
}

function isAboutStage(kind: LogEvent['kind']): boolean {
	return kind === 'stage_completed' || kind === 'stage_failed' || kind === 'stage_described';
}
