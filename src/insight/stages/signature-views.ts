import {compareNames, compareSpots, countThrough} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import type {Announcement} from '../../series/signatures.ts';
import {plainName} from '../../shared/plain-name.ts';
import type {SignatureView, StageView} from '../snapshot.ts';
import {stageRows} from './stage-rows.ts';

/** Fields that every event has, whatever its subject. */
const ofEveryEvent = new Set(
	[
		'timestamp',
		'time',
		'ts',
		't',
		'@timestamp',
		'level',
		'severity',
		'event',
		'msg',
		'message',
		'component',
		'stage',
		'stageName',
		'logger',
		'host',
		'hostname',
		'pid',
		'v',
	].map(plainName),
);

/**
What the stages said about themselves before a time, in order of announcement, then the stages that said nothing, with
the fields of their first event.

An announcement belongs to the stage with its name (ignoring case, `_` and `-`), or else to that of its event's
component, or else to none.
*/
export function signatureViewsAt(series: Series, stages: readonly StageView[], through: number, beforeMs: number): SignatureView[] {
	const announcements = [...series.signatures.table.rows].flatMap(([name, hosts]) => {
		const list = hosts.get('') ?? [];
		const last = list[countThrough(list, {ms: beforeMs, place: -1}) - 1];
		return last === undefined || list[0] === undefined ? [] : [{name, first: list[0], last}];
	});
	const announced = announcements
		.sort((a, b) => compareSpots(a.first, b.first) || compareNames(a.name, b.name))
		.map(({name, last}) => announcedView(stages, name, last));
	const spoken = new Set(announced.map(({stage}) => stage));
	const silent = stages.filter(({name}) => !spoken.has(name)).map(({name}) => unannounced(name, seenFields(series, name, through)));
	return [...announced, ...silent];
}

function announcedView(stages: readonly StageView[], name: string, {component, description, signature, ms}: Announcement): SignatureView {
	const stage = stageNamed(stages, name) ?? (component === undefined ? undefined : stageNamed(stages, component));
	return {name, description, signature, announcedAtMs: ms, stage, seenFields: []};
}

function stageNamed(stages: readonly StageView[], name: string): string | undefined {
	return stages.find(stage => plainName(stage.name) === plainName(name))?.name;
}

function unannounced(name: string, fields: readonly string[]): SignatureView {
	return {name, description: undefined, signature: undefined, announcedAtMs: undefined, stage: name, seenFields: fields};
}

function seenFields(series: Series, stage: string, through: number): string[] {
	const [first] = stageRows(series, stage, through).sort((a, b) =>
		compareSpots({ms: a.firstMs, place: a.firstPlace}, {ms: b.firstMs, place: b.firstPlace}),
	);
	return first?.fields.filter(field => !ofEveryEvent.has(plainName(field))) ?? [];
}
