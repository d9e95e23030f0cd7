import {parseArgs} from 'node:util';
import {type Scenario, scenarios} from './scenario.ts';

export type DemoOptions = {
	/** Number of batches; with `Infinity`, runs until it is stopped. */
	readonly batches: number;
	readonly seed: number;
	/** Batches per second; 0 means as fast as possible. */
	readonly rate: number;
	readonly scenario: Scenario;
	/** Start of simulated time, in epoch milliseconds; `undefined` for real time. */
	readonly simulateFromMs: number | undefined;
	/** Path for the faults of a night, as JSON lines. */
	readonly truth: string | undefined;
};

/** What the command line asks for. */
export type DemoCommand =
	| {readonly type: 'run'; readonly options: DemoOptions}
	| {readonly type: 'help'}
	| {readonly type: 'wrong'; readonly message: string};

export const help = `Usage: node demo-pipeline.mjs [options]

A pipeline of sensor readings that logs what it does as JSON lines on stdout: batches of 500 readings go through
ingest, calibration, normalize, filter, feature, enrichment (an HTTP service on loopback) and sink.

  --scenario NAME   calm      nothing goes wrong (default)
                    incident  within 15 s the service goes down and comes back, then the feature stage slows,
                              the cache goes cold and readings arrive broken; then it repeats
                    night     something goes wrong every 2 to 5 minutes, for 30 to 90 s: the service is down or
                              flaky, the feature stage is slow, the cache is cold, readings are broken, or
                              nothing arrives at all; when and what depends on the seed
                    flood     debug logging of each reading: more than 10,000 lines per second
  --batches N       stop after N batches (default: run until stopped)
  --seed N          the same seed gives the same readings and the same faults (default 1)
  --rate N          batches per second, 0 for as fast as possible (default 2; flood: 30)
  --simulate        stamp the lines with simulated time and don't wait: a whole night in a minute
  --start TIME      start of simulated time, ISO 8601 (default 2024-01-15T22:00:00.000Z)
  --truth FILE      night only: write the faults to FILE as JSON lines {kind, circuit|stage|cache, from, to}
  -h, --help
`;

export function readOptions(argv: readonly string[]): DemoCommand {
	try {
		const {values} = parseArgs({args: [...argv], options: declared});
		return values.help === true ? {type: 'help'} : {type: 'run', options: optionsOf(values)};
	} catch (error) {
		if (error instanceof Error) {
			return {type: 'wrong', message: error.message};
		}
		throw error;
	}
}

const declared = {
	batches: {type: 'string'},
	seed: {type: 'string'},
	rate: {type: 'string'},
	scenario: {type: 'string'},
	simulate: {type: 'boolean'},
	start: {type: 'string'},
	truth: {type: 'string'},
	help: {type: 'boolean', short: 'h'},
} as const;

type Values = {readonly [Name in keyof typeof declared]?: (typeof declared)[Name]['type'] extends 'string' ? string : boolean};

function optionsOf(values: Values): DemoOptions {
	const scenario = scenarioOf(values.scenario ?? 'calm');
	if (values.truth !== undefined && scenario !== 'night') {
		throw new RangeError('--truth only works with --scenario night');
	}
	return {
		scenario,
		batches: values.batches === undefined ? Number.POSITIVE_INFINITY : numberOf('batches', values.batches),
		truth: values.truth,
		seed: numberOf('seed', values.seed ?? '1'),
		rate: numberOf('rate', values.rate ?? (scenario === 'flood' ? '30' : '2')),
		simulateFromMs: values.simulate === true || values.start !== undefined ? timeOf(values.start ?? '2024-01-15T22:00:00.000Z') : undefined,
	};
}

function scenarioOf(text: string): Scenario {
	const scenario = scenarios.find(name => name === text);
	if (scenario === undefined) {
		throw new RangeError(`--scenario ${text} is not one of ${scenarios.join(', ')}`);
	}
	return scenario;
}

function numberOf(name: string, text: string): number {
	const number = Number(text);
	if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
		throw new RangeError(`--${name} ${text} is not a number of 0 or more`);
	}
	return number;
}

function timeOf(text: string): number {
	const ms = Date.parse(text);
	if (Number.isNaN(ms)) {
		throw new RangeError(`--start ${text} is not an ISO 8601 time such as 2024-01-15T22:00:00Z`);
	}
	return ms;
}
