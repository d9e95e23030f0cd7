import {Buffer} from 'node:buffer';
import {bareUnitsAt, linesAt, slackBytes, unsureShape} from '../../wasm/layout.ts';
import {loadWasm, newMemory, type WasmMemory} from '../../wasm/load-wasm.ts';
import {bareDurations, choiceOf, dialectNamed, dockerBit, ruleBit} from '../dialects/index.ts';
import {kindLetters} from '../kinds.ts';
import type {ReadOptions} from '../read-options.ts';
import {ruledKeys} from '../rules/ruled-keys.ts';
import {earliestMs} from '../values/timestamp.ts';
import {newVocabulary} from '../vocabulary.ts';
import {Answers, codeOfChoice} from './answers.ts';
import {TextTable} from './text-table.ts';

/** See scan-lines.as.ts. */
type Exports = {
	start(earliestMs: number, latestMs: number, isUtc: number, asksTimes: number, letters: number, forced: number, always: number): void;
	scan(from: number, to: number): number;
	stopped(): number;
	forgetTexts(): void;
};

/** @param capacity - Most bytes of lines. */
export const memoryOfLines = (capacity: number): WasmMemory => newMemory(linesAt + capacity + slackBytes);

/** Turns lines in its memory into rows, which are valid until the next scan. */
export class Scanner {
	/** All of its memory. Lines start at `linesAt`, and everything behind them may be overwritten. */
	readonly bytes: Buffer;
	readonly memory: WasmMemory;
	readonly texts: TextTable;
	readonly #exports: Exports;

	private constructor(memory: WasmMemory, bytes: Buffer, texts: TextTable, exports: Exports) {
		this.memory = memory;
		this.bytes = bytes;
		this.texts = texts;
		this.#exports = exports;
		exports.forgetTexts();
	}

	/**
	@param memory - From `memoryOfLines`.
	@returns `undefined` when the scanner can't handle these options, or was not built.
	*/
	static of(read: ReadOptions, memory: WasmMemory): Scanner | undefined {
		const {dialect, timeZone, timeFormat, rules, paths} = read;
		const named = dialect === undefined ? undefined : dialectNamed(dialect);
		const forced = named === undefined ? 0 : codeOfChoice(choiceOf(named));
		if (paths !== undefined || forced === unsureShape || (rules !== undefined && ruledKeys(rules) === undefined)) {
			return undefined;
		}
		const bytes = Buffer.from(memory.buffer);
		const texts = new TextTable(bytes);
		const answers = new Answers(bytes, texts, newVocabulary(read), read);
		const exports = loadWasm('scan-lines.wasm', {env: {memory}, 'answers.as': answers.imports});
		if (exports === undefined || !isScanner(exports)) {
			return undefined;
		}
		for (const [place, unitMs] of bareDurations.entries()) {
			bytes.writeDoubleLE(unitMs, bareUnitsAt + 8 * place);
		}
		const always = dockerBit | ruleBit;
		exports.start(earliestMs, Date.now(), Number(timeZone === 'UTC'), Number(timeFormat !== undefined), letterBits, forced, always);
		return new Scanner(memory, bytes, texts, exports);
	}

	/** Where the next scan must start: after the lines that became rows. */
	get stopped(): number {
		return this.#exports.stopped();
	}

	/**
	@param to - After a newline.
	@returns The number of rows, limited by the room for them.
	*/
	scan(from: number, to: number): number {
		const rows = this.#exports.scan(from, to);
		if (rows > 0) {
			return rows;
		}
		// The dictionary is full, and nobody looks at the earlier rows any more.
		this.#exports.forgetTexts();
		this.texts.clear();
		return this.#exports.scan(from, to);
	}
}

const letterBits = [...kindLetters].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 97)), 0);

function isScanner(exports: object): exports is Exports {
	return ['start', 'scan', 'stopped', 'forgetTexts'].every(name => name in exports);
}
