import {plainName} from '../series/fields.ts';
import {compareSpots, countThrough} from '../series/place.ts';
import type {Series} from '../series/series.ts';
import type {SignatureView, StageView} from './snapshot.ts';
import {stageRows} from './stage-views.ts';

/** Fields that every event has, whatever it is about. */
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
What the stages said of themselves before a time, in the order in which they were announced; then the stages that said nothing, with the fields of their first event.

An announcement belongs to the stage of its name (compared without case, `_` and `-`), else to that of its event's component, else to none.
*/
export function signatureViewsAt(series: Series, stages: readonly StageView[], through: number, beforeMs: number): SignatureView[] {
	const announced = [...series.signatures.table.rows].flatMap(([name, hosts]): SignatureView[] => {
		const list = hosts.get('') ?? [];
		const last = list[countThrough(list, {ms: beforeMs, place: -1}) - 1];
		if (last === undefined) {
			return [];
		}

		const stage = stageNamed(stages, name) ?? (last.component === undefined ? undefined : stageNamed(stages, last.component));
		const {description, signature, ms: announcedAtMs} = last;
		return [{name, description, signature, announcedAtMs, stage, seenFields: []}];
	});
	const spoken = new Set(announced.map(({stage}) => stage));
	const silent = stages.filter(({name}) => !spoken.has(name)).map(({name}) => unannounced(name, seenFields(series, name, through)));
	return [...announced, ...silent];
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
