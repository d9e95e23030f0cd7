import {type Level, levels} from '../src/events/event.ts';
import {levelOfSeverityNumber, levelScales, wordsOfLevel} from '../src/events/values/level.ts';
import {formatConversions} from '../src/events/values/time-format.ts';
import {nanosKeys, secondsKeys, timeForms} from '../src/events/values/time-forms.ts';
import {durationUnits} from '../src/shared/duration-units.ts';
import {type Canonical, canonicalNames, durationFirst, durationNames, namesOfSlot} from '../src/shared/field-names.ts';

type Row = readonly string[];

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const codes = (texts: Iterable<string>): string => [...texts].map(code).join(' ');

function table(head: Row, rows: readonly Row[]): string {
	return [head, head.map(() => '---'), ...rows]
		.map(cells => `| ${cells.join(' | ')} |`)
		.join('\n')
		.replaceAll('| --- ', '|---')
		.replaceAll('--- |', '---|');
}

/** How the values of a field are read. The tables below it say more. */
const readingOf: Readonly<Record<Canonical, string>> = {
	timestamp: 'a time in one of the forms below; without a zone in UTC, or in the zone of `--tz`. Outside 1990 to tomorrow it is not a time',
	level: `${codes(levels)}, by a word or a number below, also in colour, in brackets, or as the \`name\` of an object; Python's 10 to 50 where the line is Python's`,
	component: "the stage's name if the event is about a stage; `stage` then comes first",
	event: "the event's name or text",
	host: 'the machine',
	batch: 'a number or a text',
	recordsIn: 'a count',
	recordsOut: 'a count',
	elapsedMs: 'a duration, see below',
	throughputRps: 'records per second; computed from recordsIn (or, if nothing came in, recordsOut) and elapsedMs if absent',
	circuitName: 'a text',
	oldState: '`closed` `open` `half_open`',
	newState: '`closed` `open` `half_open`; `stateTransition` has both (`CLOSED_TO_OPEN`)',
	cacheName: 'a text',
	hits: 'a count',
	misses: 'a count',
	hitRate: '0 to 1, or a percentage',
	reason: 'a text',
};

/** Every field with all its names. */
export function fieldsAsMarkdown(): string {
	return table(
		['field', 'names: the first that is present counts', 'reading'],
		canonicalNames.map(name => [code(name), codes(namesOf(name)), readingOf[name]]),
	);
}

function namesOf(name: Canonical): readonly string[] {
	switch (name) {
		case 'elapsedMs':
			return [...durationFirst, ...durationNames];
		case 'level':
			return [...namesOfSlot.level, ...namesOfSlot.severityNumber];
		case 'newState':
			return [...namesOfSlot.newState, ...namesOfSlot.stateTransition];
		default:
			return namesOfSlot[name];
	}
}

export function unitsAsMarkdown(): string {
	const named = durationUnits.map(({words, otherWords, ms}) => [codes(words), codes(otherWords ?? []), `${ms}`]);
	return table(['at the end of a name, or in a value', 'only in a value', 'milliseconds'], named);
}

export function levelsAsMarkdown(): string {
	const scales: ReadonlyArray<readonly [of: string, levelOf: (level: Level) => readonly number[]]> = [
		...levelScales.map(
			({of, levels: scale}) => [of, (level: Level) => scale.flatMap(([from, each]) => (each === level ? [from] : []))] as const,
		),
		['OpenTelemetry’s `severityNumber`', level => severities.filter(number => levelOfSeverityNumber(number) === level)],
	];
	return table(
		['level', 'words', ...scales.map(([of]) => of)],
		levels.map(level => [code(level), codes(wordsOfLevel[level]), ...scales.map(([, levelOf]) => levelOf(level).join(' '))]),
	);
}

const severities = Array.from({length: 24}, (_, index) => index + 1);

export function timesAsMarkdown(): string {
	return table(
		['form', 'of'],
		[
			[
				'`2025-04-07T10:00:03.250Z` `2025-04-07 10:00:03,250` `2025-04-07T10:00+0200` `2025-04-07T10:00[Europe/Berlin]` `2025-04-07`',
				'ISO 8601',
			],
			[
				'`1744020003` `1744020003.25` `1744020003250` `1744020003250000` `1744020003250000000`',
				'epoch s, ms, µs, ns, told apart by size; as a number or a text',
			],
			...timeForms.map(({of, examples}) => [codes(examples), of]),
			['`[2025, 4, 7, 10, 0, 3, 250000000]`', 'Jackson; seconds and nanoseconds can be missing'],
			['`{"$date": …}`', 'MongoDB; a time or a number of ms in it'],
			[`\`{"…": s, "…": ns}\``, `seconds as ${codes(secondsKeys)}, nanoseconds as ${codes(nanosKeys)}`],
		],
	);
}

export function conversionsAsMarkdown(): string {
	return `Known are ${codes(formatConversions)}.`;
}

/** The generated parts of docs/log-format.md, by the name in their marks. */
export const valueTables: Readonly<Record<string, () => string>> = {
	fields: fieldsAsMarkdown,
	units: unitsAsMarkdown,
	levels: levelsAsMarkdown,
	times: timesAsMarkdown,
	conversions: conversionsAsMarkdown,
};
