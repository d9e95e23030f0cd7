import {appendFileSync, writeFileSync, writeSync} from 'node:fs';
import {type Clock, lineDestination, StructuredLogger, systemClock} from '../src/pipeline/index.ts';
import {type Fault, Night} from './night.ts';
import {type DemoOptions, help, readOptions} from './options.ts';
import {Pace} from './pace.ts';
import {DemoPipeline} from './pipeline.ts';
import {seededRandom} from './random.ts';
import {noTrouble, type Trouble, troubleAt} from './scenario.ts';
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

/** Runs until the batches are done, a signal arrives or nobody reads the log any more; it ends cleanly in each case. */
async function run({batches, seed, rate, scenario, simulateFromMs, truth}: DemoOptions): Promise<void> {
	const stop = new AbortController();
	const end = () => stop.abort();
	// not `once`: a second signal must not cut off the last lines
	process.on('SIGTERM', end).on('SIGINT', end).on('SIGHUP', end);

	const clock = simulateFromMs === undefined ? systemClock : simulatedClock(simulateFromMs);
	const log = new StructuredLogger('pipeline', {
		clock,
		destination: lineDestination(1, {onReaderGone: end}),
		level: scenario === 'flood' ? 'debug' : 'info',
	});
	const pace = new Pace(clock, {rate, random: seededRandom(seed + 1), stop: stop.signal});
	const pipeline = new DemoPipeline(log, pace, seededRandom(seed));
	await pipeline.start();
	const troubleOf = scenario === 'night' ? nightTrouble(clock, seed, truth) : (batch: number) => troubleAt(scenario, batch);
	for (let batch = 0; batch < batches && !stop.signal.aborted; batch++) {
		const trouble = troubleOf(batch);
		if (trouble.isSilent) {
			await pace.pause(pace.periodMs);
		} else {
			await pipeline.runBatch(trouble);
			await pace.untilDue();
		}
	}
	await pipeline.end();
}

/** Returns the current trouble, and writes each fault to the truth file, as planned, when it begins. */
function nightTrouble(clock: Clock, seed: number, truth: string | undefined): () => Trouble {
	const startMs = clock.epochMs();
	const night = new Night(seed);
	let current: Fault | undefined;
	if (truth !== undefined) {
		writeFileSync(truth, '');
	}
	return () => {
		const fault = night.faultAt(clock.epochMs() - startMs);
		if (fault !== undefined && fault !== current && truth !== undefined) {
			const isoTime = (ms: number) => new Date(startMs + ms).toISOString();
			const {kind, subject, fromMs, toMs} = fault;
			appendFileSync(truth, `${JSON.stringify({kind, ...subject, from: isoTime(fromMs), to: isoTime(toMs)})}\n`);
		}
		current = fault;
		return fault?.trouble ?? noTrouble;
	};
}
