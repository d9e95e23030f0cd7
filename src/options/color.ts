type Environment = Readonly<Record<string, string | undefined>>;

/**
What the environment must say before a library that draws in colour loads: Ink's ask `FORCE_COLOR` alone.

The command line comes first, then NO_COLOR (no-color.org: set and not empty), then FORCE_COLOR, then a terminal that can't.

@returns The variables to set; `undefined` ones are to be deleted.
*/
export function colorEnvironment(color: boolean | undefined, environment: Environment): Environment {
	if (color === true) {
		return {FORCE_COLOR: forcedLevel(environment), NO_COLOR: undefined};
	}
	if (color === false) {
		return {FORCE_COLOR: '0', NO_COLOR: '1'};
	}
	if (environment.NO_COLOR) {
		return {FORCE_COLOR: '0'};
	}
	return environment.FORCE_COLOR === undefined && environment.TERM === 'dumb' ? {FORCE_COLOR: '0'} : {};
}

function forcedLevel({COLORTERM = '', TERM = ''}: Environment): string {
	if (/^(?:truecolor|24bit)$/.test(COLORTERM)) {
		return '3';
	}
	return TERM.includes('256') ? '2' : '1';
}
