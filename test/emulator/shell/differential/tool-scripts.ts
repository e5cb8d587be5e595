/** Makes the files the scripts below work on; nothing but `mkdir` and the shell's own `echo` and `print`. */
const TREE = [
  'mkdir -p t/sub/deep t/empty',
  "print 'banana\\napple\\ncherry\\napple\\nDate' > t/fruit",
  "print '10\\n9\\n2\\n33\\n2' > t/numbers",
  "print 'a:b:c\\nd:e:f\\n1:2:3' > t/colons",
  "print 'k1 x\\nk2 y\\nk3 z' > t/left",
  "print 'one two  three\\n\\nfour\\tfive' > t/words",
  "print -n 'no newline' > t/bare",
  ': > t/nothing',
  'echo deep > t/sub/deep/f.txt; echo sub > t/sub/g.log; echo hidden > t/.hidden',
].join('; ');

/**
 * Scripts over toybox's applets. Where Debian's toybox 0.8.9 has no such applet (`tr`, `expr`, `awk`, `diff`, `more`),
 * there is nothing to compare with and the tool is not in this table.
 */
export const TOOL_SCRIPTS: readonly string[] = String.raw`
ls t
ls -a t
ls -A t
ls -1 t/sub
ls -d t t/sub
ls -R t/sub
ls -p t; ls -F t
ls -r t
ls -S t | head -3
ls t/fruit t/nothing
ls t/fruit nofile
ls t nofile t/sub
ls -l t/fruit | cut -c 1-10
ls -ln t/fruit | wc -w
ls -Q
cat t/fruit t/bare; echo
cat nofile
cat nofile t/bare; echo $?
cat - < t/bare
cat t/sub
cat -e t/words; cat -t t/words
head -2 t/fruit; head -n 1 t/fruit; head -c 4 t/fruit
head -n 1 t/fruit t/numbers
head -q -n 1 t/fruit t/numbers
head nofile; echo $?
tail -2 t/fruit; tail -n 1 t/fruit; tail -c 5 t/fruit
tail -n +3 t/fruit; tail -c +20 t/fruit
tail -n 1 t/fruit t/numbers
tail nofile; echo $?
wc t/fruit; wc -l t/fruit; wc -w t/words; wc -c t/bare
wc t/fruit t/numbers
wc < t/fruit; cat t/words | wc -l
wc nofile; echo $?
sort t/fruit; sort -r t/fruit; sort -u t/fruit; sort -f t/fruit
sort t/numbers; sort -n t/numbers; sort -rn t/numbers; sort -un t/numbers
sort -t : -k 2 t/colons; sort -k 2 t/left; sort -t: -k2,2r t/colons
sort nofile; echo $?
sort -c t/fruit; echo $?
sort t/fruit -o out; cat out
sort t/fruit t/numbers | head -3
sort t/fruit | uniq; sort t/fruit | uniq -c; sort t/fruit | uniq -d; sort t/fruit | uniq -u
uniq nofile; echo $?
cut -d : -f 2 t/colons; cut -d: -f1,3 t/colons; cut -c 2-3 t/fruit; cut -f 1 t/colons; cut -d: -f2- t/colons
cut -s -d, -f1 t/colons; cut -b 1 t/fruit; cut -d: -f-2 t/colons
cut nofile; echo $?
cut -d: -f1 nofile; echo $?
grep apple t/fruit; grep -c apple t/fruit; grep -n a t/fruit; grep -v a t/fruit; grep -i date t/fruit
grep -o an t/fruit; grep -q apple t/fruit; echo $?; grep zzz t/fruit; echo $?
grep apple t/fruit t/numbers; grep -l apple t/fruit t/numbers; grep -L apple t/fruit t/numbers; grep -h apple t/fruit t/left
grep -r deep t | sort; grep -E 'a(p|n)' t/fruit; grep -F 'a:b' t/colons; grep -w k1 t/left; grep -x apple t/fruit
grep -e apple -e cherry t/fruit; grep '^b.*a$' t/fruit; grep -A 1 banana t/fruit; grep -B 1 cherry t/fruit; grep -m 1 apple t/fruit
grep a nofile; echo $?
grep -s a nofile; echo $?
egrep 'x|y' t/left; fgrep . t/colons; echo $?
echo abc | grep b -; grep -H apple t/fruit
sed s/a/A/ t/fruit; sed s/a/A/g t/fruit; sed -n 2p t/fruit; sed 2d t/fruit; sed '/apple/d' t/fruit; sed -n '/b/,/c/p' t/fruit
sed -e s/a/1/ -e s/e/2/ t/fruit; sed 's/\(.\)\(.\)/\2\1/' t/fruit; sed -E 's/(a)(n)/\2\1/g' t/fruit; sed '$d' t/fruit; sed -n '$p' t/fruit
sed 'y/abc/xyz/' t/fruit; sed = t/bare; echo; sed q t/fruit; sed '2q' t/fruit
sed -i s/a/A/ t/fruit; cat t/fruit
sed s/a/A/ nofile; echo $?
sed 's/a/A' t/fruit; echo $?
find t | sort; find t -type f | sort; find t -type d | sort; find t -name '*.txt'; find t -maxdepth 1 | sort
find t -name '*.log' -o -name '*.txt' | sort; find t ! -type d -name 'f*' | sort; find t -mindepth 2 -type f | sort
find t -empty | sort; find t -size -2c -type f | sort; find t/sub -type f -exec echo found {} \; | sort; find t -iname 'FRUIT'
find t/sub -type f -print0 | xargs -0 -n 1 echo | sort; find t -path '*sub*' | sort; find t -name nothing -delete; ls t
find nofile; echo $?
find t -perm 755 -type d | sort
echo a b c | xargs echo; echo a b c | xargs -n 1 echo x; echo 'a b' | xargs -I {} echo '<{}>'; printf 'a\nb\n' | xargs
echo | xargs echo none; echo a | xargs false; echo $?; echo a | xargs nosuchcmd; echo $?
printf 'a\0b c\0' | xargs -0 -n 1 echo; echo "'a b' c" | xargs -n 1 echo
cp t/fruit x; cat x; cp t/fruit t/empty; ls t/empty; cp -r t/sub y; find y | sort
cp t/sub z; echo $?
cp nofile x; echo $?
cp t/fruit t/numbers nodir; echo $?
cp; echo $?
cp t/fruit; echo $?
mv t/fruit x; ls t x; mv x t/sub; ls t/sub; mv nofile y; echo $?
mv t/fruit t/numbers nodir; echo $?
rm t/fruit; ls t; rm nofile; echo $?; rm -f nofile; echo $?; rm t/sub; echo $?; rm -r t/sub; ls t; rm -rf t; ls
rm; echo $?
mkdir d; ls -d d; mkdir d; echo $?; mkdir -p d/e/f d; find d; mkdir x/y; echo $?; mkdir; echo $?
mkdir -m 700 p; stat -c %a p; mkdir -v q
rmdir t/empty; ls -d t/empty; rmdir t/sub; echo $?; rmdir nofile; echo $?; mkdir -p a/b; rmdir -p a/b; ls -d a
ln -s t/fruit l; readlink l; cat l; ln t/fruit h; cat h | wc -l; ln -s x l; echo $?; ln -sf t/left l; readlink l
ln nofile x; echo $?
readlink t/fruit; echo $?; readlink nofile; echo $?; ln -s t l; readlink -f l/fruit | sed 's!.*/t/!t/!'; basename $(realpath l)
realpath nofile/x; echo $?
touch n; ls n; touch -d 2020-02-03T04:05:06 n; stat -c %Y n; touch -t 202001020304 n; stat -c %Y n; touch -c nope; ls nope; touch -r n m; stat -c %Y m
touch nodir/x; echo $?
touch; echo $?
chmod 600 t/fruit; stat -c %a t/fruit; chmod u+x,g+r t/fruit; stat -c '%a %A' t/fruit; chmod a-w t/fruit; stat -c %A t/fruit; chmod -R 700 t/sub; stat -c %a t/sub/deep/f.txt
chmod 999 t/fruit; echo $?
chmod 644 nofile; echo $?
stat -c '%n %s %F' t/fruit t/sub t/nothing; stat -c %h t/fruit; stat nofile; echo $?
date -d @0; date -d @1234567890 +%Y-%m-%dT%H:%M:%S; date -u -d @86400 '+%a %b %d %j %U %y %I %p %Z'; date -d @0 +%s
date -d 2020-01-02 +%F; date -d '2020-01-02 03:04' '+%F %R'; date -d 2020-01-02T03:04:05 +%T; date -d @0 '+%D %e %n%t%% %k %l %h %C'
date -d nonsense; echo $?
date +%Y%m%d | wc -c; date -d @1600000000 -R; date -d @1600000000 -I
basename a/b/c.txt; basename a/b/c.txt .txt; basename /; basename a/; basename -a x/1 y/2; basename -s .c x.c
dirname a/b/c; dirname a; dirname /a; dirname a/; dirname a/b/ c/d
basename; echo $?
dirname; echo $?
md5sum t/fruit; sha1sum t/fruit; sha256sum t/fruit; md5sum < t/fruit; sha512sum t/bare; sha224sum t/bare; sha384sum t/bare
md5sum t/fruit t/bare nofile; echo $?
md5sum t/fruit > sums; md5sum -c sums; echo x >> t/fruit; md5sum -c sums; echo $?
md5sum -b t/fruit; sha1sum -b t/bare
cksum t/fruit; cksum < t/bare; cksum nofile; echo $?
base64 t/fruit; base64 t/fruit | base64 -d; base64 -w 10 t/fruit; echo aGVsbG8= | base64 -d
base64 nofile; echo $?
xxd t/bare; xxd -p t/bare; xxd -p t/bare | xxd -r -p; echo; xxd -l 4 t/bare; xxd -c 4 -g 1 t/bare
od t/bare; od -c t/words; od -x t/bare; od -An -tx1 t/bare; od -A d -t c t/bare; od -N 4 t/bare; od -t u1 t/bare
seq 3; seq 2 4; seq 1 2 7; seq -s , 3; seq -w 8 11; seq 3 -1 1; seq 5 1; seq 0.5 2; seq -f 'x%g' 2
seq; echo $?
seq a; echo $?
echo x | tee a b; cat a b; echo y | tee -a a; cat a; echo z | tee nodir/x; echo $?
sort t/fruit > s; sort t/numbers > u; comm s u | head -4; comm -12 s s; comm -23 s u | head -2
cmp t/fruit t/fruit; echo $?; cmp t/fruit t/numbers; echo $?; cmp -s t/fruit t/numbers; echo $?; cmp t/bare nofile; echo $?
cmp t/nothing t/bare; echo $?; cmp -l t/fruit t/fruit; echo $?
nl t/fruit; nl -ba t/words; nl -w 3 -s : t/fruit; nl -v 5 t/left
paste t/left t/colons; paste -s t/fruit; paste -d , t/left t/colons; paste -s -d + t/numbers; echo a | paste - t/bare
rev t/fruit; rev nofile; echo $?
split -l 2 t/fruit; ls x*; cat xaa; split -b 5 t/bare p; ls p*; cat pab
tac t/fruit; tac t/bare t/left; echo
truncate -s 3 t/fruit; cat t/fruit; truncate -s 5 n; wc -c n; truncate -s +2 n; wc -c n; truncate -s -1 n; wc -c n
uname; uname -s | wc -l
which ls > /dev/null; echo $?; which nosuch; echo $?
env A=2 sh -c 'echo $A'; env -u HOME sh -c 'echo [$HOME]'; env nosuchcmd; echo $?
printenv HOME; printenv NOPE; echo $?
printf '%s %d\n' a 1 b 2; printf '%5s|%-5s|%05d|%.2f|%x|%X|%o|%e\n' a b 42 3.14159 255 255 8 12345.678
printf '%c%c\n' abc def; printf '%b\n' 'a\tb\0101'; printf '%i %u\n' -3 3; printf '\x41\t\101\e[0m\n'; printf '%%|%s|%s\n' only
printf; echo $?
printf '%*d|%-*d|\n' 5 42 5 42; printf '%+d % d\n' 5 5; printf '%#x %#o\n' 255 8; printf '%s' ; printf "%d\n" 0x10 010 "'A"
printf '%d\n' abc; echo $?
printf '%z\n' x; echo $?
test -f t/fruit; echo $?; test 1 -lt 2; echo $?; true; echo $?; false; echo $?
yes | head -3; yes a b | head -2; yes | head -1000 | wc -l
timeout 5 echo ok; timeout 0.05 sleep 5; echo $?; timeout -s KILL 0.05 sleep 5; echo $?; timeout; echo $?
timeout 1 nosuchcmd; echo $?
sleep 0; echo $?; sleep 0.01; sleep; echo $?
sleep x; echo $?
mktemp -p . | wc -c; mktemp -d -p . | wc -c; mktemp ./abc.XXXX | cut -c 1-6; mktemp -u ./q.XXXXXX | wc -c
du -a t/nofile; echo $?
du -s nofile; echo $?
expand t/words; printf 'a\tb\n' | expand -t 4
fold -w 5 t/bare; echo; strings -n 6 t/fruit
dos2unix < t/left | wc -c; printf 'a\r\nb\r\n' > c; dos2unix c; wc -c c; unix2dos c; wc -c c
dd if=t/fruit of=o bs=1 count=6 2>/dev/null; cat o
nproc > /dev/null; echo $?; tty; echo $?
logname > /dev/null; id -u | wc -l; id -un | wc -l
file t/fruit; file t/sub; file t/nothing; ln -s t l; file l; file nofile
usleep 1000; echo $?
nice echo n; nohup echo h < /dev/null; setsid -w echo s
unlink t/fruit; ls t; fallocate -l 10 f; wc -c f; sync; echo $?
ls --nosuch; echo $?
cat --nosuch; echo $?
ls -y; echo $?
head -z; echo $?
wc -z; echo $?
rm -z x; echo $?
uname -z; echo $?
sort -q; echo $?
`.split('\n').filter((line) => line !== '').map((line) => `${TREE}; ${line}`);
