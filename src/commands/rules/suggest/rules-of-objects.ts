import type {Place, Rule} from '../../../events/rules/rule.ts';
import {type Column, columnsOf, isLevel, isTime, type Row, wordsOfPath} from './columns.ts';
import {findCounts, findDuration, findId, findReason, findStage, findUnit} from './find-places.ts';
import {type Outcome, outcomeOf} from './outcome.ts';

const mostWords = 60;
const sayingName = /(?:^| )(?:status|state|event|event type|type|phase|action|msg|message|result|outcome|kind|name)(?: |$)/;

/** Rules for objects in which one field says that something started, ended or failed, or else how long something took. */
export function rulesOfObjects(rows: readonly Row[]): readonly Rule[] {
	const saying = findSaying(rows);
	return saying === undefined ? rulesOfDurations(rows) : rulesOfWords(rows, saying);
}

function findSaying(rows: readonly Row[]): Column | undefined {
	const scored = columnsOf(rows).flatMap(column => {
		const {path, values} = column;
		if (isTime(column) || isLevel(column) || values.size > mostWords) {
			return [];
		}
		const outcomes = [...values.keys()].map(value => (value.length > 60 ? undefined : outcomeOf(value)));
		const ends = [...values.values()].filter((_, index) => outcomes[index] === 'stage_completed' || outcomes[index] === 'stage_failed');
		const kinds = new Set(outcomes.filter(outcome => outcome !== undefined)).size;
		const count = ends.reduce((sum, each) => sum + each, 0);
		return count === 0
			? []
			: [{column, score: kinds * 1000 + (sayingName.test(wordsOfPath(path)) ? 500 : 0) + Math.min(count, 400) - path.split('.').length}];
	});
	return scored.toSorted((a, b) => b.score - a.score)[0]?.column;
}

function rulesOfWords(rows: readonly Row[], {path}: Column): readonly Rule[] {
	const of = (outcome: Outcome) => rows.filter(({leaves}) => outcomeOf(String(leaves.get(path) ?? '')) === outcome);
	const [started, completed, failed] = [of('stage_started'), of('stage_completed'), of('stage_failed')];
	const inner = failed.length === 0 ? findFailing(completed, path) : undefined;
	const isFailed = (row: Row) => inner?.words.includes(String(row.leaves.get(inner.path))) === true;
	const except = new Set([path, ...(inner === undefined ? [] : [inner.path])]);
	const component = findStage([...completed, ...failed], except) ?? findStageOfSome([...completed, ...failed], path, except);
	const isNamed = ({leaves}: Row) => component === undefined || leaves.has(component);
	const named = started.filter(isNamed);
	const id = named.length === 0 ? undefined : findId(named, [...completed, ...failed], component);
	const timed = component === undefined ? undefined : findTimed([...completed, ...failed].filter(isNamed), component);
	const parts: ReadonlyArray<readonly [Outcome, readonly Row[], string]> = [
		['stage_failed', failed, ''],
		['stage_failed', completed.filter(isFailed), inner === undefined ? '' : ` and ${anyOf(inner.path, inner.words)}`],
		['stage_completed', completed.filter(row => !isFailed(row)), ''],
		['stage_started', named, ''],
	];
	return parts.flatMap(([is, all, also]) => {
		const group = all.filter(row => isNamed(row) && (timed === undefined || is === 'stage_started' || row.leaves.has(timed)));
		const words = [...new Set(group.map(({leaves}) => String(leaves.get(path))))];
		const isEnd = is !== 'stage_started';
		if (group.length === 0 || (component === undefined && id === undefined)) {
			return [];
		}
		return [
			{
				name: `${words[0]}${also === '' ? '' : ', failed'}`,
				when: `${anyOf(path, words)}${timed === undefined || !isEnd ? '' : ` and has(${timed})`}${also}`,
				is,
				...(component !== undefined && {component}),
				...(id !== undefined && {id}),
				...(isEnd && measures(group, id, named)),
				...(is === 'stage_failed' && reasonOf(group, component)),
			},
		];
	});
}

/** The path to a duration that one of several ends of each piece of work has: the others tell of the same end. */
function findTimed(ends: readonly Row[], component: string): string | undefined {
	const names = (rows: readonly Row[]) => new Set(rows.map(({leaves}) => leaves.get(component)));
	const all = names(ends).size;
	return columnsOf(ends).find(({path, count}) => {
		const rows = ends.filter(({leaves}) => leaves.has(path));
		return count < ends.length && names(rows).size === all && findDuration(rows) === path;
	})?.path;
}

/** Where only the events of some words have a name: that of the word with the most events. */
function findStageOfSome(ends: readonly Row[], path: string, except: ReadonlySet<string>): string | undefined {
	const byWord = Map.groupBy(ends, ({leaves}) => String(leaves.get(path)));
	for (const [, rows] of [...byWord].toSorted(([, a], [, b]) => b.length - a.length)) {
		const found = findStage(rows, except);
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

/** A second field, by which some of the ends are failures. */
function findFailing(ends: readonly Row[], except: string): {readonly path: string; readonly words: readonly string[]} | undefined {
	for (const column of columnsOf(ends)) {
		const {path, values} = column;
		const isFlag = /(?:^| )(?:success|ok|successful)$/.test(wordsOfPath(path));
		const words = [...values.keys()].filter(value => (isFlag ? value === 'false' : outcomeOf(value) === 'stage_failed'));
		if (path !== except && !isLevel(column) && values.size <= 20 && words.length > 0 && words.length < values.size) {
			return {path, words};
		}
	}
	return undefined;
}

/** Every event with a duration ends a piece of work, and a status of 500 or more says that it failed. */
function rulesOfDurations(rows: readonly Row[]): readonly Rule[] {
	const timed = columnsOf(rows)
		.filter(({path, numbers}) => numbers.length > 0 && findDuration(rows.filter(({leaves}) => leaves.has(path))) === path)
		.toSorted((a, b) => b.count - a.count)[0];
	if (timed === undefined) {
		return [];
	}
	const group = rows.filter(({leaves}) => leaves.has(timed.path));
	const component = findStage(group, new Set([timed.path]));
	if (component === undefined) {
		return [];
	}
	const status = columnsOf(group).find(
		({path, numbers}) => /(?:^| )status(?: code)?$/.test(wordsOfPath(path)) && numbers.every(number => number >= 100 && number < 600),
	);
	const rule = {component, ...measures(group, undefined, [])};
	return [
		...(status === undefined
			? []
			: [{name: `${component} failed`, when: `has(${timed.path}) and ${status.path}>=500`, is: 'stage_failed', ...rule} as const]),
		{name: `${component} done`, when: `has(${timed.path})`, is: 'stage_completed', ...rule},
	];
}

function measures(
	group: readonly Row[],
	id: string | undefined,
	started: readonly Row[],
): Pick<Rule, 'elapsedMs' | 'recordsIn' | 'recordsOut'> {
	const duration = findDuration(group);
	const unit = duration === undefined ? undefined : findUnit(duration, id, started, group);
	const {recordsIn, recordsOut} = findCounts(group);
	const elapsedMs: Place | string | undefined = duration !== undefined && unit !== undefined ? {field: duration, unit} : duration;
	return {
		...(elapsedMs !== undefined && {elapsedMs}),
		...(recordsIn !== undefined && {recordsIn}),
		...(recordsOut !== undefined && {recordsOut}),
	};
}

function reasonOf(group: readonly Row[], component: string | undefined): Pick<Rule, 'reason'> {
	const reason = findReason(group, new Set([component ?? '']));
	return reason === undefined ? {} : {reason};
}

function anyOf(path: string, words: readonly string[]): string {
	const all = [...new Set(words.map(word => (isSentence.test(word) ? `${path}~"^${patternOf(word)}"` : `${path}=${quoted(word)}`)))];
	return all.length === 1 ? (all[0] ?? '') : `(${all.join(' or ')})`;
}

/** What differs from event to event may stand behind the word that counts. */
const isSentence = /[\d('":=]|(?:\S+\s+){4}/;

function patternOf(text: string): string {
	const word = [...text.matchAll(/[A-Za-z_]+/g)].findLast(([each]) => outcomeOf(each) === outcomeOf(text));
	const start = word === undefined ? text : text.slice(0, word.index + word[0].length);
	return start.replaceAll(/[$()*+.?[\\\]^{|}"]/g, '.').replaceAll(/\d+/g, '.+');
}

function quoted(word: string): string {
	return /^[\w.-]+$/.test(word) ? word : `"${word.replaceAll(/(["\\])/g, '\\$1')}"`;
}
