/** What a file's path says of all of its lines. */
export type PathFacts = {readonly component: string; readonly batch: string | undefined};

/** How systems lay out the logs of their tasks. A log of a task may not name the task itself. */
const layouts: readonly RegExp[] = [
	// Airflow: dag_id=billing/run_id=manual__1/task_id=extract/attempt=2.log
	/(?:^|\/)dag_id=(?<dag>[^/]+)\/run_id=(?<run>[^/]+)\/task_id=(?<task>[^/]+)\/(?:map_index=-?\d+\/)?attempt=\d+\.log(?:\.\w+)*$/,
	// Airflow before 2.3: billing/extract/2025-04-07T00:00:00+00:00/2.log
	/(?:^|\/)(?<dag>[\w.-]+)\/(?<task>[\w.-]+)\/(?<run>\d{4}-\d\d-\d\dT[\d:.+-]+)\/\d+\.log$/,
];

export function factsOfPath(path: string): PathFacts | undefined {
	for (const layout of layouts) {
		const {dag, task, run} = layout.exec(path)?.groups ?? {};
		if (dag !== undefined && task !== undefined) {
			return {component: `${dag}.${task}`, batch: run};
		}
	}
	return undefined;
}
