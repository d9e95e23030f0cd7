import {Buffer} from 'node:buffer';
import {RawLines} from '../../engine/select/raw-lines.ts';
import {LineSelector, type RawLine} from '../../engine/select/select-lines.ts';
import type {Misread} from '../../events/misreadings.ts';
import type {LineMatcher} from '../../history/line-matcher.ts';
import type {LogSink} from '../../reading/log-sink.ts';
import {readLog} from '../../reading/read-log.ts';
import {tell} from '../tell.ts';
import type {EventsOptions} from './events-options.ts';
import type {LineCount} from './line-count.ts';
import type {LineOutput} from './line-output.ts';

/**
Reads every line and prints those that match.

@param printed - How many of them have been printed already.
@param onProblem - Called for parts of sources that can't be read.
@returns What was not understood of them.
*/
export async function printByLines(
	log: EventsOptions,
	matcher: LineMatcher | undefined,
	output: LineOutput | LineCount,
	printed: number,
	onProblem: (problem: string) => void,
): Promise<Misread> {
	let left = printed;
	const selector = new LineSelector(log.read, matcher, (raw, isTerminated, lines) => {
		if (left > 0) {
			left -= lines;
		} else {
			output.add(raw, isTerminated, lines);
		}
	});
	let isCutTold = false;
	const onCut = () => {
		if (!isCutTold) {
			isCutTold = true;
			tell('a line is over 1 MiB: only its first MiB is kept when merging with other lines');
		}
	};
	const sink: LogSink<RawLine> = {
		open: (_, {isOfParts, file}) => (isOfParts ? selector.openBeside(onCut, file) : selector.open(file)),
		openOrdered({file}, _part, _origin, onLine) {
			const lines = selector.openLines(file);
			const input = new RawLines({
				onLine: (line, raw, {isOpen}) => onLine({line, parsed: lines.parse(line), raw, isOpen}),
				onRest: lines.rest,
			});
			return {
				write: bytes => input.write(bytes),
				end: () => input.end(),
				hold: line => ({...line, raw: Buffer.from(line.raw)}),
				take: line => lines.take(line),
				flush() {},
			};
		},
		settle({isIdle}) {
			if (isIdle) {
				selector.endRecord();
			}
			return output.flush({isEnd: isIdle});
		},
		isDone: () => output.isClosed,
	};
	const {signal} = new AbortController();
	await readLog<RawLine>(log, sink, {read: log.read, signal, onNotice: tell, onProblem});
	selector.end();
	return selector.misread;
}
