import {dialects} from '../../events/dialects/index.ts';
import type {LogEvent} from '../../events/event.ts';
import type {Misread} from '../../events/misreadings.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {formatCount} from '../../screen/format/format.ts';
import {redactText} from '../../screen/text/redact.ts';
import {sanitize} from '../../screen/text/sanitize.ts';
import {eachEvent} from './each-event.ts';
import {maskOf} from './suggest/mask.ts';

const mostSamples = 10;
const mostMasks = 1000;
const longestSample = 160;

type Untaken = {count: number; readonly line: number; readonly text: string};

/** How many events each rule took, and samples of those that none took. */
export async function countTaken(
	options: LogOptions,
	onProblem: (problem: string) => void,
): Promise<{readonly text: string; readonly misread: Misread}> {
	const taken = new Map([...(options.read.rules ?? []), ...dialects.flatMap(({rules = []}) => rules)].map(({name}) => [name, 0]));
	const untaken = new Map<string, Untaken>();
	let known = 0;
	let others = 0;
	const misread = await eachEvent(
		options,
		({event, source, line}) => {
			if (event?.rule !== undefined) {
				taken.set(event.rule, (taken.get(event.rule) ?? 0) + 1);
			} else if (event !== undefined && event.kind !== 'other') {
				known++;
			} else {
				others++;
				noteUntaken(untaken, event, source.text, line);
			}
			return false;
		},
		onProblem,
	);
	const own = new Set(options.read.rules?.map(({name}) => name));
	const shown = [...taken].filter(([name, count]) => count > 0 || own.has(name));
	const width = Math.max(0, ...[...shown.map(([, count]) => count), known, others].map(count => formatCount(count).length));
	const counted = (count: number, words: string) => `  ${formatCount(count).padStart(width)}  ${words}`;
	const samples = [...untaken.values()].sort((a, b) => b.count - a.count).slice(0, mostSamples);
	return {
		text: [
			shown.length === 0 ? 'No rule took an event.' : 'Events that a rule took:',
			...shown.map(([name, count]) => counted(count, name)),
			...(known === 0 ? [] : [counted(known, 'named by the log itself, or read by its dialect')]),
			...(others === 0
				? []
				: ['', 'Lines that none took, the most frequent first:', ...samples.map(each => counted(each.count, sampleWords(each)))]),
			...(others > 0 ? ['', 'obs-top rules --suggest proposes rules.'] : []),
		].join('\n'),
		misread,
	};
}

function noteUntaken(untaken: Map<string, Untaken>, event: LogEvent | undefined, text: string, line: number): void {
	const mask = maskOf(event?.event ?? text.slice(0, longestSample));
	const known = untaken.get(mask);
	if (known !== undefined) {
		known.count++;
	} else if (untaken.size < mostMasks) {
		untaken.set(mask, {count: 1, line, text: text.slice(0, 2 * longestSample)});
	}
}

function sampleWords({line, text}: Untaken): string {
	const shown = sanitize(redactText(text));
	return `line ${formatCount(line)}: ${shown.length > longestSample ? `${shown.slice(0, longestSample)}…` : shown}`;
}
