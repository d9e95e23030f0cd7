import type {Buffer} from 'node:buffer';
import {
	kindCode,
	levelCode,
	numberSpelling,
	severityCode,
	stateCode,
	textEntryBytes,
	textLengthAt,
	textSpellingAt,
	textStartAt,
	textsAt,
	transitionCode,
} from '../../wasm/layout.ts';
import type {CircuitState, Level} from '../event.ts';
import {levels} from '../event.ts';
import {kindOf, kinds} from '../kinds.ts';
import {parseCircuitState, parseStateTransition} from '../values/circuit-state.ts';
import {levelOfSeverityNumber, parseLevel} from '../values/level.ts';
import {textOfBytes} from './text-bytes.ts';

export const circuitStates: readonly CircuitState[] = ['closed', 'open', 'half_open'];

/** The scanner's dictionary: its texts, and what each means as a kind, a level or a state. */
export class TextTable {
	readonly #bytes: Buffer;
	readonly #view: DataView;
	#texts: Array<string | undefined> = [];
	#generation = {};

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** A new object each time numbers start to stand for other texts. */
	get generation(): object {
		return this.#generation;
	}

	/** Call it when the dictionary was emptied. */
	clear(): void {
		this.#texts = [];
		this.#generation = {};
	}

	/** @param number - Of an existing text. */
	at(number: number): string {
		const known = this.#texts[number];
		return known ?? this.#read(number);
	}

	/** An index in a list, from 1. 0 for nothing. For a transition both states: four times the first plus the second. */
	codeOf(code: number, number: number): number {
		const text = this.at(number);
		const value = this.#spellingOf(number) === numberSpelling ? Number(text) : text;
		switch (code) {
			case kindCode:
				return kinds.indexOf(kindOf(text)) + 1;
			case levelCode:
				return placeOfLevel(parseLevel(value));
			case severityCode:
				return placeOfLevel(levelOfSeverityNumber(value));
			case stateCode:
				return placeOfState(parseCircuitState(value));
			case transitionCode: {
				const transition = parseStateTransition(value);
				return transition === undefined ? 0 : 4 * placeOfState(transition.from) + placeOfState(transition.to);
			}
			default:
				return 0;
		}
	}

	#read(number: number): string {
		const entry = textsAt + number * textEntryBytes;
		const start = this.#view.getInt32(entry + textStartAt, true);
		const text = textOfBytes(this.#bytes, start, start + this.#view.getInt32(entry + textLengthAt, true), this.#spellingOf(number));
		while (this.#texts.length <= number) {
			this.#texts.push(undefined);
		}
		this.#texts[number] = text;
		return text;
	}

	#spellingOf(number: number): number {
		return this.#view.getInt32(textsAt + number * textEntryBytes + textSpellingAt, true);
	}
}

function placeOfLevel(level: Level | undefined): number {
	return level === undefined ? 0 : levels.indexOf(level) + 1;
}

function placeOfState(state: CircuitState | undefined): number {
	return state === undefined ? 0 : circuitStates.indexOf(state) + 1;
}
