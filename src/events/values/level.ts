import type {Level} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';

/** In any case, and with a digit behind them. */
export const wordsOfLevel: Readonly<Record<Level, readonly string[]>> = {
	trace: ['trace', 'trc', 't', 'verbose', 'vrb', 'v', 'finer', 'finest', 'silly'],
	debug: ['debug', 'dbg', 'd', 'fine', 'config', 'http'],
	info: ['info', 'inf', 'i', 'information', 'informational', 'notice', 'note', 'success', 'log', 'audit', 'notification', 'default'],
	warn: ['warn', 'wrn', 'w', 'warning'],
	error: ['error', 'err', 'e', 'eror', 'severe', 'fail', 'failure', 'fault', 'exception'],
	fatal: ['fatal', 'ftl', 'f', 'critical', 'crit', 'c', 'alert', 'emerg', 'emergency', 'panic', 'dpanic', 'assert', 'wtf'],
};

const levelOfWord: ReadonlyMap<string, Level> = new Map(
	(Object.keys(wordsOfLevel) as Level[]).flatMap(level => wordsOfLevel[level].map(word => [word, level] as const)),
);

/** Most lines repeat the level of the line before, and a log has few spellings of levels. */
let lastText = '';
let lastLevel: Level | undefined;
const known = new Map<string, Level>();
const knownLimit = 1000;
const longestWord = 24;

/**
A level under any common name: words (`WARNING`, `crit`, `DEBUG5`, slog's `INFO+2`), letters, pino's and bunyan's
numbers 10..60 (in between, the lower one), syslog's 0..7, Monolog's 100..600, logback's 5000..50000, or an object with
its `name`. Colours, brackets and spaces around a word are ignored.

@returns `undefined` for anything else, such as the audit level `Metadata`.
*/
export function parseLevel(value: unknown): Level | undefined {
	if (typeof value === 'string') {
		if (value !== lastText) {
			lastLevel = known.get(value) ?? learnLevel(value);
			lastText = value;
		}
		return lastLevel;
	}
	if (typeof value === 'number') {
		return levelOfNumber(value);
	}
	return isFields(value) ? levelOfObject(value) : undefined;
}

/** loguru's, log4j2's: `{name: 'ERROR', no: 40}`. */
function levelOfObject(fields: Fields): Level | undefined {
	const key = ['name', 'label', 'levelname', 'standardLevel', 'level'].find(
		name => Object.hasOwn(fields, name) && typeof fields[name] === 'string',
	);
	return key === undefined ? undefined : parseLevel(fields[key]);
}

/**
OpenTelemetry's SeverityNumber: four numbers per level, 1 to 24. 0 is "unspecified" (OpenTelemetry Logs Data Model).
*/
export function levelOfSeverityNumber(value: unknown): Level | undefined {
	const number = typeof value === 'string' && /^\d{1,2}$/.test(value) ? Number(value) : value;
	if (typeof number === 'string') {
		return parseLevel(number); // by its name, SEVERITY_NUMBER_ERROR
	}
	if (typeof number !== 'number' || !(number >= 1 && number < 25)) {
		return undefined;
	}
	return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.floor((number - 1) / 4)];
}

/** A scale of numbers for levels: the number from which on each of them counts. */
type Scale = {readonly of: string; readonly levels: ReadonlyArray<readonly [from: number, level: Level]>};

/** The scales that a number is looked up in, told apart by size. */
export const levelScales: readonly Scale[] = [
	{
		of: 'syslog (0 is the worst)',
		levels: [
			[0, 'fatal'],
			[1, 'fatal'],
			[2, 'fatal'],
			[3, 'error'],
			[4, 'warn'],
			[5, 'info'],
			[6, 'info'],
			[7, 'debug'],
		],
	},
	{
		of: 'pino, bunyan (in between, the lower one)',
		levels: [
			[10, 'trace'],
			[20, 'debug'],
			[30, 'info'],
			[40, 'warn'],
			[50, 'error'],
			[60, 'fatal'],
		],
	},
	{
		of: 'Monolog',
		levels: [
			[100, 'debug'],
			[200, 'info'],
			[250, 'info'],
			[300, 'warn'],
			[400, 'error'],
			[500, 'fatal'],
			[550, 'fatal'],
			[600, 'fatal'],
		],
	},
	{
		of: 'log4j 1, logback',
		levels: [
			[5000, 'trace'],
			[10_000, 'debug'],
			[20_000, 'info'],
			[30_000, 'warn'],
			[40_000, 'error'],
			[50_000, 'fatal'],
		],
	},
];

const levelOfExactNumber: ReadonlyMap<number, Level> = new Map(levelScales.flatMap(({levels: scale}) => scale));

/** syslog's severity, 0 is the worst (RFC 5424, 6.2.1). */
export function levelOfSyslogNumber(number: number): Level | undefined {
	return number <= 7 ? levelOfExactNumber.get(number) : undefined;
}

function levelOfNumber(number: number): Level | undefined {
	const own = levelOfExactNumber.get(number);
	return own ?? (number > 10 && number < 100 ? levelOfExactNumber.get(Math.min(Math.floor(number / 10), 6) * 10) : undefined);
}

/**
Whether a word of a text, in small letters or in capitals, is the name of a level: of those that are no name of anything
else.
*/
export function isLevelWord(word: string): boolean {
	const plain = word.toLowerCase().replace(/\d$/, '');
	return plain.length > 2 && plain !== 'http' && levelOfWord.has(plain) && (word === word.toUpperCase() || !ambiguous.has(plain));
}

const ambiguous: ReadonlySet<string> = new Set([
	'config',
	'log',
	'audit',
	'note',
	'fine',
	'success',
	'alert',
	'fail',
	'failure',
	'fault',
	'exception',
	'default',
	'notification',
	'assert',
]);

const longestSpelling = 64;
const colours = /\u001b\[[\d;:]{0,24}m/g;

function learnLevel(text: string): Level | undefined {
	if (text.length > longestSpelling) {
		return undefined;
	}
	const word = text.replaceAll(colours, '').replace(/^[\s[(<*|]{1,4}|[\s\])>*|:]{1,4}$/g, '');
	const level = word.length > longestWord ? undefined : readLevel(word.toLowerCase());
	if (level !== undefined && known.size < knownLimit) {
		known.set(text, level);
	}
	return level;
}

function readLevel(word: string): Level | undefined {
	const found = levelOfWord.get(word);
	if (found !== undefined) {
		return found;
	}
	if (/^\d{1,5}$/.test(word)) {
		return levelOfNumber(Number(word));
	}
	const slog = /^(debug|info|warn|error)([+-]\d{1,4})$/.exec(word);
	if (slog !== null) {
		return levelOfSlogNumber(slogBase[slog[1] ?? ''] ?? 0, Number(slog[2]));
	}
	return levelOfWord.get(word.replace(/^(?:severity_number|log_?level|level|log)[_.]/, '').replace(/\d$/, ''));
}

const slogBase: Readonly<Record<string, number>> = {debug: -4, info: 0, warn: 4, error: 8};

/**
Go's slog counts in steps of four from DEBUG -4 to ERROR 8. Below is trace, from 12 on fatal, as in the custom levels of
its documentation's example.
*/
function levelOfSlogNumber(base: number, offset: number): Level {
	const number = base + offset;
	if (number < -4) {
		return 'trace';
	}
	if (number < 0) {
		return 'debug';
	}
	if (number < 4) {
		return 'info';
	}
	if (number < 8) {
		return 'warn';
	}
	return number < 12 ? 'error' : 'fatal';
}
