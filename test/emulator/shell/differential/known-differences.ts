/** Scripts on which the phone and Debian's programs differ, and why they may: a test holds that they still do. */
export const KNOWN_DIFFERENCES: readonly { readonly ending: string; readonly reason: string }[] = [
  { ending: 'touch a ab abc; echo +(a|b) ?(a)b* @(ab|abc) !(a)', reason: 'the parser knows no !(…)' },
  { ending: 'case foo in !(bar)) echo notbar;; esac', reason: 'the parser knows no !(…)' },
  { ending: 'case a in *) ( : );; esac', reason: 'in a case the parser takes `( :` and `( [` for errors' },
  { ending: 'x=$(cat <<E', reason: 'of two things that are not closed the outer one is named' },
  { ending: "printf '%q\\n' 'a b'", reason: 'printf takes %q as well' },
  { ending: "printf '%d\\n' abc; echo $?", reason: 'the text of printf for a bad number is another one' },
  { ending: "printf '%z\\n' x; echo $?", reason: 'the text of printf for a bad conversion is another one' },
  { ending: 'cut -s -d, -f1 t/colons; cut -b 1 t/fruit; cut -d: -f-2 t/colons', reason: 'toybox 0.8.9 prints lines without a delimiter in spite of -s' },
  { ending: "sed 's/a/A' t/fruit; echo $?", reason: 'sed takes an s command that is not closed' },
  { ending: "find t/sub -type f -print0 | xargs -0 -n 1 echo | sort; find t -path '*sub*' | sort; find t -name nothing -delete; ls t", reason: 'toybox 0.8.9 also prints what -delete removed' },
  { ending: 'cp t/sub z; echo $?', reason: 'toybox 0.8.9 names the target and an old errno; the phone names the folder that was left out' },
  { ending: 'mv t/fruit x; ls t x; mv x t/sub; ls t/sub; mv nofile y; echo $?', reason: 'toybox 0.8.9 begins a mixed list of files and folders with an empty line' },
  { ending: 'realpath nofile/x; echo $?', reason: 'mksh has a realpath of its own, Android calls the applet' },
  { ending: 'file t/fruit; file t/sub; file t/nothing; ln -s t l; file l; file nofile', reason: 'file words a missing file another way' },
  { ending: 'head -z; echo $?', reason: 'toybox 0.8.9 takes -z for a number of lines' },
];

/** Why the phone may answer this script differently; undefined when it may not. */
export function reasonToDiffer(script: string): string | undefined {
  return KNOWN_DIFFERENCES.find(({ ending }) => script === ending || script.endsWith(`; ${ending}`))?.reason;
}
