import type {HealthReports, ToldColumn} from '../series/health-reports.ts';

/** The reports of a series up to a moment: the first `count` entries. */
export type ReportsThrough = {readonly reports: HealthReports; readonly count: number};

/** The value in the last report that has it. */
export function lastTold({reports, count}: ReportsThrough, column: ToldColumn, from = 0): number | undefined {
	let told: number | undefined;
	for (let index = count - 1; index >= from && told === undefined; index--) {
		told = reports.told(index, column);
	}
	return told;
}

/**
A count from the pipeline's reports, which continues from the pipeline's own start. If the start of the log was left
out, the result is how much the reports rose, including restarts from zero. That begins with the first report, and the
log's own events may give less or more, so the larger of the two counts.

@param own - From the log's own events.
@param hasSince - Whether the start of the log was left out.
@returns `own` when no report has the count.
*/
export function reportedCount<Count extends number | undefined>(
	through: ReportsThrough,
	column: ToldColumn,
	own: Count,
	hasSince: boolean,
): number | Count {
	const last = lastTold(through, column);
	return last === undefined || !hasSince ? (last ?? own) : Math.max(own ?? 0, riseOf(through, column));
}

function riseOf({reports, count}: ReportsThrough, column: ToldColumn): number {
	let rise = 0;
	let before: number | undefined;
	for (let index = 0; index < count; index++) {
		const told = reports.told(index, column);
		if (told !== undefined) {
			rise += before === undefined ? 0 : told < before ? told : told - before;
			before = told;
		}
	}
	return rise;
}
