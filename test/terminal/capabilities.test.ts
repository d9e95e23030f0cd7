import test from 'ava';
import {capabilitiesOf} from '../../src/terminal/capabilities.ts';

test('colour is as the command line says, then NO_COLOR, then FORCE_COLOR, then what the terminal can', t => {
	const cases = [
		[{TERM: 'xterm'}, undefined, 1],
		[{TERM: 'xterm-256color'}, undefined, 2],
		[{TERM: 'xterm', COLORTERM: 'truecolor'}, undefined, 3],
		[{TERM: 'foot'}, undefined, 2],
		[{TERM: 'xterm', NO_COLOR: '1'}, undefined, 0],
		[{TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3'}, undefined, 0],
		[{TERM: 'xterm', NO_COLOR: ''}, undefined, 1],
		[{TERM: 'xterm', FORCE_COLOR: '0'}, undefined, 0],
		[{TERM: 'dumb'}, undefined, 0],
		[{TERM: 'xterm', FORCE_COLOR: '3'}, false, 0],
		[{TERM: 'xterm', NO_COLOR: '1'}, true, 1],
		[{TERM: 'tmux-256color', NO_COLOR: '1'}, true, 2],
	] as const;
	for (const [environment, color, level] of cases) {
		t.is(capabilitiesOf(environment, color).colorLevel, level, JSON.stringify([environment, color]));
	}
});

test('a locale without UTF-8 is drawn in ASCII; no locale at all is not', t => {
	t.true(capabilitiesOf({LANG: 'C'}).ascii);
	t.false(capabilitiesOf({LANG: 'C.UTF-8'}).ascii);
	t.false(capabilitiesOf({LANG: 'C', LC_ALL: 'de_DE.utf8'}).ascii);
	t.false(capabilitiesOf({}).ascii);
});
