import {writeSync} from 'node:fs';
import {lineDestination, StructuredLogger, systemClock} from '../src/pipeline/index.ts';
import {type DemoOptions, help, readOptions} from './options.ts';
import {Pace} from './pace.ts';
import {DemoPipeline} from './pipeline.ts';
import {seededRandom} from './random.ts';
import {troubleAt} from './scenario.ts';
import {simulatedClock} from './simulated-clock.ts';

const command = readOptions(process.argv.slice(2));
switch (command.type) {
	case 'help':
		writeSync(1, help);
		break;
	case 'wrong':
		writeSync(2, `demo-pipeline: ${command.message} (see --help)\n`);
		process.exitCode = 2;
		break;
	case 'run':
		await run(command.options);
		break;
}

/** Until the batches are done, a signal asks for the end, or nobody reads the log any more; each is a clean end. */
async function run({batches, seed, rate, scenario, simulateFromMs}: DemoOptions): Promise<void> {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.on('SIGTERM', end).on('SIGINT', end).on('SIGHUP', end); // not once: a second one must not cut the last lines off

	const clock = simulateFromMs === undefined ? systemClock : simulatedClock(simulateFromMs);
	const log = new StructuredLogger('pipeline', {
		clock,
		destination: lineDestination(1, {onReaderGone: end}),
		level: scenario === 'flood' ? 'debug' : 'info',
	});
	const pace = new Pace(clock, {rate, random: seededRandom(seed + 1), stop: stop.signal});
	const pipeline = new DemoPipeline(log, pace, seededRandom(seed));
	await pipeline.start();
	for (let batch = 0; batch < batches && !stop.signal.aborted; batch++) {
		await pipeline.runBatch(troubleAt(scenario, batch));
		await pace.untilDue();
	}
	await pipeline.end();
}
