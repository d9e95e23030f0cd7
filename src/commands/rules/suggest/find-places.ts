import {unitInName} from '../../../shared/field-names.ts';
import type {Column, Row} from './columns.ts';
import {columnsOf, isLevel, isTime, wordsOfPath} from './columns.ts';

/** Names of what does the work, the most telling first. */
const stageNames =
	'task|job|step|stage|model|node|activity|operator|class|worker|stream|table|queue|function|func|transform|processor|state name|state|op|name|flow|workflow|pipeline|component|resource|source|dataset|topic|route|path|uri|service|unit|type'.split(
		'|',
	);
const notStages =
	/^(?:level|lvl|severity|pid|tid|thread|host|hostname|version|env|logger|caller|file|line|msg|message|text|stream id|trace id|span id)$/;
const durationName =
	/(?:^| )(?:elapsed|duration|took|runtime|latency|spent|wall|seconds?|secs|millis(?:econds)?|ms|us|micros|ns|nanos|execution time|run time|time|busy)(?: |$)/;
const countName =
	/(?:^| )(?:rows?|records?|items?|messages?|docs?|documents|events|count|counts|processed|written|loaded|read|inserted|affected|in|out|num|n)(?: |$)/;
const inName = /(?:^| )(?:read|in|input|received|fetched|extracted|consumed)(?: |$)/;
const reasonName = /(?:^| )(?:error|err|reason|exception|exc|cause|detail|failure|message|description)(?: |$)/;

const isIdName = /(?:^| )(?:[a-z]{0,2}id|uuid|guid)$/;

const share = 0.7;

/** The path to the name of what did the work, in nearly all of some events. */
export function findStage(rows: readonly Row[], except: ReadonlySet<string>): string | undefined {
	return best(columnsOf(rows), column => {
		const {path, values, count, numbers} = column;
		const name = tellingWords(path);
		if (except.has(path) || isTime(column) || isLevel(column) || notStages.test(name) || count < rows.length * 0.6) {
			return undefined;
		}
		const texts = [...values.keys()];
		const areNames = numbers.length === 0 && texts.every(text => text.length <= 100 && !isId(text));
		const rank = rankOf(name);
		const isKindOfOther = (rank === -1 && isIdName.test(name)) || (stageNames[rank] === 'type' && name !== 'type');
		const isMany = values.size > Math.max(5, rows.length * 0.8);
		if (!areNames || isMany || isKindOfOther || path.includes('__') || (values.size < 2 && (rank === -1 || isVague(name)))) {
			return undefined;
		}
		return (
			(values.size < 2 || isVague(name) || isIdName.test(name) ? 0 : 50) -
			(rank === -1 ? stageNames.length : rank) -
			(path.split('.').length - 1)
		);
	});
}

/** A vague name takes the words of the object it is in: `job.name`. */
function tellingWords(path: string): string {
	const name = wordsOfPath(path);
	return isVague(name) && path.includes('.') ? `${wordsOfPath(path.slice(0, path.lastIndexOf('.')))} ${name}` : name;
}

/** The place of a name among the telling ones: of its last word, or of the first where the last is vague: `activity type`. */
function rankOf(name: string): number {
	const words = name.split(' ');
	const last = words.at(-1) ?? '';
	const telling = words.length > 1 && (isVague(last) || !stageNames.includes(last)) ? (words[0] ?? '') : last;
	const rank = stageNames.indexOf(telling);
	return rank === -1 ? stageNames.indexOf(last) : rank;
}

function isVague(name: string): boolean {
	return /^(?:type|id|source|unit|name|resource)$/.test(name);
}

/** The path to how long it took. */
export function findDuration(rows: readonly Row[]): string | undefined {
	return best(columnsOf(rows), column => {
		const {path, count, numbers} = column;
		const name = wordsOfPath(path);
		const isDuration = durationName.test(name) && !/\b(?:stamp|zone|start|end|at)\b/.test(name) && numbers.every(number => number < 1e12);
		if (
			!isDuration ||
			numbers.length !== count ||
			count < rows.length * share ||
			(name === 'time' && isTime(column) && numbers.some(number => number > 1e9))
		) {
			return undefined;
		}
		return (
			(/elapsed|duration|took|latency|execution|runtime/.test(name) ? 10 : 0) +
			(unitInName(path) === undefined ? 0 : 5) -
			path.split('.').length
		);
	});
}

/** The paths to how many records went in and came out. */
export function findCounts(rows: readonly Row[]): {readonly recordsIn: string | undefined; readonly recordsOut: string | undefined} {
	const columns = columnsOf(rows).filter(
		({path, count, numbers}) =>
			countName.test(wordsOfPath(path)) &&
			unitInName(path) === undefined &&
			numbers.length === count &&
			count >= rows.length * share &&
			numbers.every(Number.isInteger),
	);
	const pick = (isIn: boolean) =>
		best(columns, ({path}) => (inName.test(wordsOfPath(path)) === isIn ? 10 - path.split('.').length : undefined));
	return {recordsIn: pick(true), recordsOut: pick(false)};
}

/** The path to why it failed. */
export function findReason(rows: readonly Row[], except: ReadonlySet<string>): string | undefined {
	return best(columnsOf(rows), ({path, count, numbers}) => {
		const name = wordsOfPath(path);
		if (except.has(path) || !reasonName.test(name) || numbers.length > 0 || count < rows.length * 0.5) {
			return undefined;
		}
		return (/error|exception|reason|cause/.test(path.toLowerCase()) ? 10 : 0) + (name === 'message' ? 1 : 0) - path.split('.').length;
	});
}

/** The path to what a start and its end have in common. */
export function findId(starts: readonly Row[], ends: readonly Row[], component: string | undefined): string | undefined {
	const ofEnds = new Map(columnsOf(ends).map(column => [column.path, column]));
	return best(columnsOf(starts), column => {
		const {path, values, count} = column;
		const others = ofEnds.get(path);
		if (
			others === undefined ||
			isTime(column) ||
			notStages.test(wordsOfPath(path)) ||
			count < starts.length ||
			values.size < count * 0.9 ||
			others.values.size < others.count * 0.9
		) {
			return undefined;
		}
		const common = [...others.values.keys()].filter(value => values.has(value)).length;
		return common < others.values.size * 0.5 ? undefined : common + (/id$/i.test(path) ? 0.5 : 0) - (path === component ? 0.25 : 0);
	});
}

/** The unit of a duration whose name says none: the one that comes nearest to the time since the start, else what its numbers look like. */
export function findUnit(path: string, id: string | undefined, starts: readonly Row[], ends: readonly Row[]): string | undefined {
	if (unitInName(path) !== undefined) {
		return undefined;
	}
	const startOf = new Map(starts.flatMap(({event, leaves}) => (id === undefined ? [] : [[String(leaves.get(id)), event.timeMs] as const])));
	const ratios = ends.flatMap(({event, leaves}) => {
		const startMs = startOf.get(String(id === undefined ? undefined : leaves.get(id)));
		const took = Number(leaves.get(path));
		return event.timeMs === undefined || startMs === undefined || !(took > 0) || event.timeMs <= startMs
			? []
			: [(event.timeMs - startMs) / took];
	});
	const [ratio] = ratios.sort((a, b) => a - b).slice(Math.floor(ratios.length / 2));
	if (ratio !== undefined) {
		const units: ReadonlyArray<readonly [unit: string, ms: number]> = [
			['s', 1000],
			['ms', 1],
			['us', 1e-3],
			['ns', 1e-6],
		];
		return units.toSorted(([, a], [, b]) => Math.abs(Math.log(ratio / a)) - Math.abs(Math.log(ratio / b)))[0]?.[0];
	}
	const values = ends.map(({leaves}) => Number(leaves.get(path))).filter(value => value > 0);
	return values.some(value => !Number.isInteger(value) && value < 1000)
		? 's'
		: values.every(value => value >= 1e6) && values.length > 0
			? 'ns'
			: undefined;
}

export function isId(text: string): boolean {
	return /^(?=.*\d)[0-9a-f-]{7,64}$/i.test(text) || /[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text) || /^\d/.test(text);
}

function best(columns: readonly Column[], score: (column: Column) => number | undefined): string | undefined {
	let found: {readonly path: string; readonly score: number} | undefined;
	for (const column of columns) {
		const points = score(column);
		if (points !== undefined && (found === undefined || points > found.score)) {
			found = {path: column.path, score: points};
		}
	}
	return found?.path;
}
