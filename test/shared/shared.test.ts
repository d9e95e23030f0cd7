import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import {nearest} from '../../src/shared/nearest.ts';
import {plainName} from '../../src/shared/plain-name.ts';
import {zoneClock} from '../../src/shared/time-zone.ts';

test('the nearest name is found despite a slip, another spelling, or from its beginning; a distant one is not', t => {
	const names = ['elapsedMs', 'recordsIn', 'level', 'maxVal'];
	t.is(nearest('elpasedMs', names), 'elapsedMs');
	t.is(nearest('ELAPSED_MS', names), 'elapsedMs');
	t.is(nearest('records', names), 'recordsIn');
	t.is(nearest('levle', names), 'level');
	t.is(nearest('banana', names), undefined);
	t.is(nearest('', names), undefined);
});

testProp('a name with one letter changed has that name as its nearest', [fc.stringMatching(/^[a-z]{4,12}$/), fc.nat()], (t, name, at) => {
	const index = at % name.length;
	t.is(nearest(`${name.slice(0, index)}#${name.slice(index + 1)}`, ['0000000000000000', name]), name);
});

testProp('names are compared without case, _, - and .', [fc.stringMatching(/^[A-Za-z._-]{0,20}$/)], (t, name) => {
	t.is(plainName(name), plainName(name.toUpperCase()));
	t.regex(plainName(name), /^[a-z]*$/);
});

testProp(
	'a wall-clock time in a zone is the instant when the clock of that zone shows it, unless the clock skips it',
	[fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'), fc.integer({min: 0, max: 2 ** 41})],
	(t, zone, wallMs) => {
		const clock = zoneClock(zone);
		const instantMs = clock?.instantOf(wallMs) ?? Number.NaN;
		const offMs = instantMs + (clock?.offsetAt(instantMs) ?? Number.NaN) - wallMs;
		t.true(offMs === 0 || (clock?.offsetAt(instantMs - 86_400_000) !== clock?.offsetAt(instantMs + 86_400_000) && offMs > 0));
	},
);
