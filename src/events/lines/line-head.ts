import type {Level} from '../event.ts';
import {isLevelWord, levelOfSyslogNumber, parseLevel} from '../values/level.ts';
import type {TimeFormat} from '../values/time-format.ts';
import {skipSpace} from './skip-space.ts';

/** The facts in the head of a line, before its text or object. */
export type LineHead = {
	/** As written. */
	readonly time?: string | undefined;
	readonly level?: Level | undefined;
	readonly host?: string | undefined;
	/** The writer: a logger, a service, a container, a process. */
	readonly component?: string | undefined;
	/** Short for the whole: a pod, a service, a host, a stream. */
	readonly origin?: string | undefined;
};

type Facts = LineHead | undefined;

/** One piece of a head. `facts` can reject what its pattern found. */
type Piece = {readonly pattern: RegExp; readonly facts: (parts: readonly string[], before: LineHead) => Facts};

const iso = '\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,30})?)?(?:Z|z| ?[+-]\\d\\d:?\\d\\d| UTC| GMT)?';
const monthDay = '[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d';
const epoch = '\\d{10}\\.\\d{3,9}';
const name = '[\\w$@][\\w$@./-]{0,252}';

/** In the order they are tried. Each can occur any number of times. */
const pieces: readonly Piece[] = [
	// RFC 5424: <165>1 2003-10-11T22:14:15.003Z host app 111 ID47 [data]
	piece(
		'<(\\d{1,3})>\\d{1,2} (\\S{1,64}) (\\S{1,255}) (\\S{1,48}) \\S{1,128} \\S{1,32} (?:-|(?:\\[(?:[^\\]\\\\]|\\\\.){0,1024}\\]){1,16})(?: \\uFEFF?|$)',
		([priority, time = '', host, app]) => ({
			...ofPriority(priority),
			time,
			...ofHost(host),
			...ofComponent(app),
			origin: host === '-' ? app : host,
		}),
	),
	piece('<(\\d{1,3})>', ([priority]) => ofPriority(priority)),
	// RFC 3164, journalctl -o short, short-iso, short-unix: Oct 11 22:14:15 host app[230]:
	piece(
		`(${monthDay}|${iso}|${epoch}) ([\\w.-]{1,255}) ([^\\s:[\\]|]{1,48})(?:\\[[^\\]\\s]{0,128}\\])?:(?: |$|(?=\\{))`,
		([time = '', host = '', app]) => (isLevelWord(host) ? undefined : {time, host, ...ofComponent(app), origin: host}),
	),
	// Heroku: 2025-04-07T10:00:02.123456+00:00 app[worker.1]:
	piece(`(${iso}) ([\\w-]{1,48})\\[([\\w.-]{1,128})\\]:(?: |$)`, ([time = '', source, process]) => ({
		time,
		component: process,
		origin: `${source}[${process}]`,
	})),
	// gh run view --log: job, step and time, tabs between them
	piece(`([^\\t]{1,255})\\t([^\\t]{1,255})\\t(?=\\uFEFF?\\d{4}-)`, ([job, step]) => ({component: step, origin: `${job} / ${step}`})),
	// glog, klog: E0407 10:00:01.250000      12 sync.go:88]
	piece(
		'([IWEF])(\\d{4} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) {1,8}\\d{1,10} ([\\w./-]{1,255}):\\d{1,7}\\](?: |$)',
		([letter, time = '', file]) => ({
			time,
			level: parseLevel(letter),
			component: file,
		}),
	),
	// Celery: [2025-04-07 10:00:02,161: INFO/ForkPoolWorker-1]
	piece(`\\[(${iso}): ([A-Z]{3,8})/([\\w.@-]{1,128})\\](?: |$)`, ([time = '', word = '', process]) =>
		isLevelWord(word) ? {time, level: parseLevel(word), component: process} : undefined,
	),
	// A time, in brackets or not, with a colon or not
	piece(
		`[[(]?(${iso}|\\d{1,2}\\/[A-Z][a-z]{2}\\/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?|[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d (?:GMT|[+-]\\d{4})|${epoch})[\\])]?[:,]?(?=[\\s{|\\]]|$)`,
		([time = '']) => ({time}),
	),
	piece(`(${monthDay}) `, ([time = '']) => ({time})),
	// foreman: 10:00:02 web.1 |
	piece('\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})? ([\\w.-]{1,128}) *\\| ', ([process]) => ({component: process, origin: process})),
	// kubectl logs --prefix: [pod/web-7d9/app]
	piece('\\[(pod/([^\\]\\s/]{1,253})(?:/([^\\]\\s]{1,253}))?)\\](?: |$)', ([origin, pod, container]) => ({
		host: pod,
		component: container,
		origin,
	})),
	// stern: pod and container
	piece(
		'((?=[a-z-]{0,252}\\d)[a-z0-9][a-z0-9.-]{0,251}-[a-z0-9]{2,16}) ([a-z0-9][a-z0-9-]{0,62}) {1,8}(?=\\d{4}-\\d\\d-|$)',
		([pod, container]) => ({
			host: pod,
			component: container,
			origin: `${pod} ${container}`,
		}),
	),
	// pm2: 0|loader   |
	piece('\\d{1,5}\\|([\\w.-]{1,128}) *\\| ', ([process]) => ({component: process, origin: process})),
	// Python's basicConfig: ERROR:shop.load:
	piece(`([A-Z]{4,8}):(${name}):`, ([word = '', logger]) => (isLevelWord(word) ? {level: parseLevel(word), component: logger} : undefined)),
	// A level: ERROR, [error], <warn>, (info), error:
	piece('([[(<]) {0,4}([A-Za-z]{3,13}\\d?) {0,4}[\\])>]:?(?=[\\s{:-]|$)', ([, word = '']) => ofLevel(word)),
	piece('([A-Z]{3,13}\\d?) {0,8}(?:[:|-]|(?=[\\s{[(]|$))', ([word = '']) => ofLevel(word)),
	piece('([A-Za-z]{3,13}): ', ([word = '']) => ofLevel(word)),
	// docker compose, docker service: web-1  |
	piece('([\\w][\\w.@-]{0,254}) *\\| ', ([service = '']) => {
		const [task = '', node] = service.split('@');
		return {component: node === undefined ? task : task.replace(/\.\d+\.\w+$/, ''), ...ofHost(node), origin: service};
	}),
	// CEE, server-sent events
	piece('@cee: ?', () => ({origin: '@cee'})),
	piece('data: ?(?=[[{]|$)', () => ({origin: 'data'})),
	// A thread, a file, a number of a process, Spring's dashes
	piece('\\[[^\\]{"]{0,128}\\](?: |$)', () => ({})),
	piece('\\{[\\w./-]{1,255}:\\d{1,7}\\} ', () => ({})),
	piece('(?:#?\\d{1,10}(?:#\\d{1,10})?:?|-{2,3}|[|–—-]) {1,8}', () => ({})),
	// A logger: shop.Store - , shop.load:run:12 - , shop.Store :
	piece(`(${name})(?::[\\w<>$]{1,128}:\\d{1,7})? {0,64}(?:-|:) {1,8}`, ([logger = ''], before) => ofLogger(logger, before)),
	piece(`(${name}):(?=\\{)`, ([logger = ''], before) => ofLogger(logger, before)),
];

const mostPieces = 12;

/** The longest possible head. */
const longestHead = 4096;

/**
Reads the head of a text: a sequence of known pieces.

@param text - Without colours.
@param form - Of the log's times, if one is given.
@returns Also where the pieces end; the rest is free text.
*/
export function readHead(text: string, form?: TimeFormat): {readonly head: LineHead; readonly end: number} {
	const start = text.length > longestHead ? text.slice(0, longestHead) : text;
	let head: LineHead = {};
	let at = skipSpace(start, 0);
	for (let count = 0; count < mostPieces && at < start.length; count++) {
		const found = givenTime(start, at, form) ?? nextPiece(start, at, head);
		if (found === undefined) {
			break;
		}
		head = withFacts(head, found.facts);
		at = skipSpace(start, found.end);
	}
	return {head, end: at};
}

/** The first value counts. */
export function withFacts(head: LineHead, facts: LineHead): LineHead {
	return {
		time: head.time ?? facts.time,
		level: head.level ?? facts.level,
		host: head.host ?? facts.host,
		component: head.component ?? facts.component,
		origin: head.origin ?? facts.origin,
	};
}

/** A time of the form that is given, in brackets or not. */
function givenTime(text: string, at: number, form: TimeFormat | undefined): {readonly facts: LineHead; readonly end: number} | undefined {
	const from = at + Number(text[at] === '[' || text[at] === '(');
	const end = form?.endOf(text, from);
	if (end === undefined || end === from) {
		return undefined;
	}
	const behind = /[\])]?[:,]?/y;
	behind.lastIndex = end;
	behind.test(text);
	return {facts: {time: text.slice(from, end)}, end: behind.lastIndex};
}

function nextPiece(text: string, at: number, before: LineHead): {readonly facts: LineHead; readonly end: number} | undefined {
	for (const {pattern, facts} of pieces) {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		const read = found === null ? undefined : facts(found.slice(1), before);
		if (read !== undefined && pattern.lastIndex > at) {
			return {facts: read, end: pattern.lastIndex};
		}
	}
	return undefined;
}

function piece(source: string, facts: Piece['facts']): Piece {
	return {pattern: new RegExp(source, 'y'), facts};
}

function ofLevel(word: string): Facts {
	return isLevelWord(word) ? {level: parseLevel(word)} : undefined;
}

/**
A word before a colon is a logger's name where a time or a level stands before it, or where it has a dot; else it may be
any word.
*/
function ofLogger(logger: string, {time, level, component}: LineHead): Facts {
	const isKnown = component === undefined && (time !== undefined || level !== undefined || /\w\.\w/.test(logger));
	return isKnown && !isLevelWord(logger) ? {component: logger} : undefined;
}

function ofPriority(priority: string | undefined): LineHead {
	return {level: levelOfSyslogNumber(Number(priority) % 8)};
}

const ofHost = (host: string | undefined): LineHead => (host === undefined || host === '-' ? {} : {host});
const ofComponent = (component: string | undefined): LineHead => (component === undefined || component === '-' ? {} : {component});
