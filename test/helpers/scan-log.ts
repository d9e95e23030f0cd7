import {Buffer} from 'node:buffer';
import {type LogEvent, type ParsedLine, rawLine} from '../../src/events/event.ts';
import {LineSplitter, type SplitLine} from '../../src/events/lines/split-lines.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import type {ReadOptions} from '../../src/events/read-options.ts';
import {LineScanner} from '../../src/events/scan/line-scanner.ts';

/** A line as reported, and what it means. */
export type ReadLine = Pick<SplitLine, 'byteLength' | 'terminated' | 'oversized' | 'malformed'> & {
	readonly text: string;
	readonly parsed: ParsedLine;
};

export type Scanned = {
	readonly lines: readonly ReadLine[];
	/** The lines that the scanner was unsure about. */
	readonly unsure: number;
	readonly flushed: readonly LogEvent[];
};

type Target = {write(bytes: Uint8Array): void; end(): void};

/** A log as defined: split2 and JSON.parse. */
export function parseLog(log: Uint8Array, read: ReadOptions, chunkBytes = log.length): Scanned {
	const lines: ReadLine[] = [];
	const parser = new LineParser(read);
	write(new LineSplitter(line => lines.push({...line, parsed: parsed(line, parser)})), log, chunkBytes);
	return {lines, unsure: lines.length, flushed: parser.flush()};
}

/** The same log read by the scanner, from the second line on, and by the parser where the scanner is unsure. */
export function scanLog(log: Uint8Array, read: ReadOptions, chunkBytes = log.length, scansAfterBytes = 0): Scanned {
	const lines: ReadLine[] = [];
	let unsure = 0;
	const parser = new LineParser(read);
	const scanner = new LineScanner(
		read,
		{
			onEvents(event, from, to) {
				let cut = parser.cut();
				for (let row = from; row < to; row++) {
					event.moveTo(row);
					const {line, parsed} = event.keptLine();
					parser.lastMs = event.timeMs ?? parser.lastMs;
					lines.push({...line, parsed: cut.length === 0 ? parsed : {...parsed, events: [...cut, ...parsed.events]}});
					cut = [];
				}
			},
			onLine(line) {
				unsure++;
				lines.push({...line, parsed: parsed(line, parser)});
			},
		},
		{scansAfterBytes},
	);
	write(scanner, log, chunkBytes);
	return {lines, unsure, flushed: parser.flush()};
}

function parsed(line: SplitLine, parser: LineParser): ParsedLine {
	return line.oversized ? rawLine(line.text) : parser.parse(line.text);
}

function write(target: Target, log: Uint8Array, chunkBytes: number): void {
	for (let at = 0; at < log.length; at += chunkBytes) {
		target.write(Buffer.from(log.subarray(at, at + chunkBytes)));
	}
	target.end();
}
