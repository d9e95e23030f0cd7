/**
ava loads this before each test file. Without it fast-check makes lists of about ten items, however large their
`maxLength`.
*/
import fc from 'fast-check';

fc.configureGlobal({...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true});
