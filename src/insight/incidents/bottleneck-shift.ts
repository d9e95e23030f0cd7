import type {Series} from '../../series/series.ts';
import type {Clue, Symptom} from '../incident.ts';
import {limitingStage} from '../stages/limiting-stage.ts';
import {stageNamesThrough, stageRows} from '../stages/stage-rows.ts';
import {sumWork} from '../stages/work-sums.ts';
import {sliceLengthMs} from './slices.ts';
import type {IncidentSettings} from './thresholds.ts';

const beforeMs = 5 * 60_000;

/** Whether the slowest stage changed before an incident began, and in which slice. */
export function bottleneckShift(series: Series, trigger: Symptom, calmSinceMs: number, settings: IncidentSettings): Clue[] {
	const {bucketOf} = series;
	const lengthMs = sliceLengthMs(series, settings);
	const names = stageNamesThrough(series, bucketOf(trigger.startMs));
	const slowest = (fromMs: number, toMs: number): string | undefined => {
		const [after, through] = [bucketOf(fromMs) - 1, bucketOf(toMs - 1)];
		const stages = names.map(name => {
			const rows = stageRows(series, name, through);
			return {name, rows, sums: sumWork(rows, after, through)};
		});
		return limitingStage(series, stages, after, through);
	};
	let startMs = Math.floor(trigger.startMs / lengthMs) * lengthMs;
	const earliestMs = Math.max(calmSinceMs, startMs - settings.leadUpMs);
	const now = slowest(startMs, Math.min(startMs + lengthMs, trigger.foundMs));
	while (startMs - lengthMs >= earliestMs && slowest(startMs - lengthMs, startMs) === now) {
		startMs -= lengthMs;
	}

	const before = slowest(Math.max(calmSinceMs, startMs - beforeMs), startMs);
	const hasMoved = now !== undefined && before !== undefined && now !== before && startMs - calmSinceMs >= lengthMs;
	return hasMoved ? [{kind: 'bottleneck', atMs: startMs, subject: now, before: undefined, after: undefined, text: before}] : [];
}
