import {Option} from 'commander';

const screenGroup = 'The screen:';

/** The screen's options do nothing in the commands without one, and so aren't in their help. */
export function isForAll({hidden, helpGroupHeading}: Option): boolean {
	return !hidden && helpGroupHeading !== screenGroup;
}

/** An option that may be given several times. */
export function repeatable(flags: string, description: string): Option {
	return new Option(flags, description).argParser((value: string, before: readonly string[] = []) => [...before, value]);
}

/** The options of every command, by the group that the help lists them in. */
export function sharedOptions(): ReadonlyArray<readonly [string, readonly Option[]]> {
	return [
		[
			'What is read:',
			[
				repeatable('--file <path>', 'a log, a glob of logs, - for stdin (repeatable); .gz and .zst too'),
				new Option('-f, --follow', 'go on reading as the files grow and rotate (tail -F)'),
				new Option('-F').hideHelp(),
				new Option('--config <path>', 'a config file other than obs-top.config.json or .toml'),
				repeatable('--map <field=name>', 'where a field stands, such as elapsedMs=took_ms (repeatable)'),
				new Option('--tz <zone>', 'zone of times that have none (UTC)'),
				new Option('--dialect <name>', "how the lines are read, where they don't say it themselves"),
				new Option('--threads <n>', 'the most threads that read a file (one for each core, up to 8)'),
			],
		],
		[
			'Which lines count:',
			[
				new Option('-q, --filter <expr>', "'timeout', 'level>=warn and component=sink', 'elapsedMs>1.5s'"),
				new Option('-l, --level <level>', 'this level and worse'),
				new Option('-s, --stage <glob>', 'these stages only'),
				new Option('--since <time>', "from 2h before the log's end, 22:15, an ISO date"),
				new Option('--until <time>', 'up to there'),
			],
		],
		[
			'What is judged:',
			[
				repeatable('--alert <rule>', "'slow: p95(elapsedMs) > 500 where component=sink over 1m' (repeatable)"),
				new Option('--baseline <path>', 'the log of a good run, which each stage is compared with'),
			],
		],
		[
			screenGroup,
			[
				new Option('--at <time>', "stand there: 02:14, -10m before the log's end, +10m after its start, an ISO date"),
				new Option('--speed <n>', 'play, from the start or --at, n times as fast as it was (0.1 to 10000)'),
				new Option('--window <span>', 'what rates and latencies are of (60s)'),
				new Option('--record <path>', 'where a pipe or a started pipeline is recorded'),
				new Option('--record-max <size>', 'the most that is recorded (1GiB)'),
				new Option('--no-record', 'keep only the last lines, in memory'),
				new Option('--keep', 'quit without ending the pipeline that was started here: it goes on into the recording'),
				new Option('--on-alert <command>', 'run this when an alert fires live, the alert as JSON on its stdin'),
				new Option('--bell', 'ring the terminal when an alert fires live'),
				new Option('--fps <n>', 'the most frames a second (10)'),
				new Option('--theme <name>', 'default, light or mono'),
				new Option('--mouse', "click, drag and wheel (the terminal's own selection then needs Shift)"),
				new Option('--ascii', 'draw without Unicode'),
				new Option('--color', 'draw in colour, whatever the environment says'),
				new Option('--no-color', 'draw without colour (as NO_COLOR does)'),
			],
		],
	];
}
