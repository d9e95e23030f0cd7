import {compareNames, compareSpots} from '../../series/parts/log-position.ts';
import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {endOf} from '../window.ts';

const mostNamed = 200; // of a log with more names than have rows of their own

/** The rows of a stage that exist by a bucket. */
export function stageRows(series: Series, name: string, through: number): Array<WorkRow & {readonly host: string}> {
	const names = name === otherName ? [otherName, ...hiddenNames(series)] : [name];
	return names
		.flatMap(each => [...(series.stages.table.rows.get(each) ?? [])])
		.filter(([, row]) => row.work.countThrough(through) > 0)
		.map(([host, row]) => ({...row, host}))
		.sort((a, b) => compareNames(a.host, b.host));
}

/**
The order in which batches visit the stages: by mean position in a batch, then by first appearance. Stages that no batch
names come last.
*/
export function stageNamesThrough(series: Series, through: number): string[] {
	const ordinals = series.batches.visits.meanOrdinals(endOf(series, through));
	const stages = shownNames(series).flatMap(name => {
		const spots = stageRows(series, name, through)
			.map(({firstMs, firstPlace}) => ({ms: firstMs, place: firstPlace}))
			.sort(compareSpots);
		return spots[0] === undefined ? [] : [{name, first: spots[0], ordinal: ordinals.get(name) ?? Number.MAX_VALUE}];
	});
	return stages.sort((a, b) => a.ordinal - b.ordinal || compareSpots(a.first, b.first)).map(({name}) => name);
}

/**
With more names than have rows of their own, most of them hardly name stages (ids, addresses). Then the ones with the
most work, over the whole log, are shown by name, and all others as `other`.
*/
function shownNames(series: Series): readonly string[] {
	const hidden = hiddenNames(series);
	return [...series.stages.table.rows.keys()].filter(name => !hidden.has(name));
}

type Hidden = {readonly revision: number; readonly names: ReadonlySet<string>};
const none: ReadonlySet<string> = new Set();
const hiddenOf = new WeakMap<Series, Hidden>();

/** The stages that have rows of their own, but are shown as `other`. */
export function hiddenNames(series: Series): ReadonlySet<string> {
	if (series.stages.otherNames.size === 0) {
		return none;
	}
	const known = hiddenOf.get(series);
	if (known?.revision === series.revision) {
		return known.names;
	}
	const ranked = [...series.stages.table.rows]
		.filter(([name]) => name !== otherName)
		.map(([name, hosts]) => ({name, workMs: workOf([...hosts.values()]), completions: completionsOf([...hosts.values()])}))
		.sort((a, b) => b.workMs - a.workMs || b.completions - a.completions);
	const names = new Set(ranked.slice(mostNamed).map(({name}) => name));
	hiddenOf.set(series, {revision: series.revision, names});
	return names;
}

const workOf = (rows: readonly WorkRow[]): number =>
	rows.reduce((sum, row) => sum + row.work.sum(work.elapsedMs, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), 0);
const completionsOf = (rows: readonly WorkRow[]): number => rows.reduce((sum, {completions}) => sum + completions, 0);
