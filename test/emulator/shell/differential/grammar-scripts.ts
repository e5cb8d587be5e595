/**
 * Scripts whose answers Debian's mksh and the phone's shell must share. They are run in an empty folder that may be
 * written; `PATH` leads to toybox's applets only.
 */
export const GRAMMAR_SCRIPTS: readonly string[] = lines(String.raw`
echo hello   world
set -- p q; x=$( echo $# ); echo "$x" $((1 << 3))
echo 'single  $HOME \n "x"'
echo "double $((1+1)) \$HOME \" \\ \a"
echo a\ b\$c\"d\'e
echo "it's" 'say "hi"'
echo ""'' "" | wc -c
echo $'tab\there' $'a\nb' $'\x41\102'
echo a'b'"c"d
x='a  b'; echo $x; echo "$x"; echo '$x'
x='*'; echo $x; echo "$x"
x=; echo [$x] ["$x"]
echo one # comment
echo one#two '#'three
echo a; echo b;
echo a \
 b
true && echo yes || echo no
false && echo yes || echo no
! true; echo $?
! false; echo $?
true; false; echo $?
(exit 3); echo $?
{ echo a; echo b; }
{ echo a; exit 4; }; echo never
(echo a; exit 4); echo $?
exit 7
exit 300
exit -1
false; exit
if true; then echo t; else echo f; fi
if false; then echo t; elif true; then echo e; else echo f; fi
if false; then echo t; fi; echo $?
while false; do echo x; done; echo $?
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done
i=0; until [ $i -ge 3 ]; do echo $i; i=$((i+1)); done
for i in a b c; do echo $i; done
for i in; do echo $i; done; echo done
for i in "a b" c; do echo "<$i>"; done
set -- p q; for i; do echo $i; done
set -- p q; for i do echo $i; done
for i in 1 2 3 4; do if [ $i = 2 ]; then continue; fi; if [ $i = 4 ]; then break; fi; echo $i; done
for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done
for i in 1 2; do for j in a b; do break 2; done; done; echo $i$j
for i in 1 2 3; do echo $i; done | tail -1
while read a; do echo "[$a]"; done <<E
case abc in a*) echo A;; *) echo other;; esac
case abc in x|abc) echo hit;; esac
case abc in (abc) echo paren;; esac
case "" in "") echo empty;; esac
case 'a*' in 'a*') echo literal;; esac
case abc in 'a*') echo literal;; a?c) echo question;; esac
case b in [a-c]) echo range;; esac
case b in [!a-c]) echo no;; *) echo neg;; esac
case x in a) echo a;; esac; echo $?
case a in a) echo one;& b) echo two;; c) echo three;; esac
case a in a) false;; esac; echo $?
x=5; case $x in [0-9]) echo digit;; esac
f() { echo "f $# $1"; }; f a b
f() { return 3; }; f; echo $?
f() { echo $0; }; f
function g { echo g $1; }; g x
f() { local x=2; echo $x; }; x=1; f; echo $x
f() { x=2; }; x=1; f; echo $x
f() { typeset y=3; echo $y; }; f; echo "[$y]"
f() (x=9; echo in); x=1; f; echo $x
f() { echo a; return; echo b; }; f
f() { if [ $1 -gt 0 ]; then echo $1; f $(($1-1)); fi; }; f 3
f() { shift; echo "$@"; }; f a b c; echo $#
f() { echo "$*"; }; IFS=-; f a b c
unset -f f; f; echo $?
f() { echo out; }; f > o; cat o
f() { cat; }; echo piped | f
set -- a 'b c' d; echo $#; for x in "$@"; do echo "<$x>"; done
set -- a 'b c' d; for x in "$*"; do echo "<$x>"; done
set -- a 'b c' d; for x in $*; do echo "<$x>"; done
set -- a 'b c' d; for x in $@; do echo "<$x>"; done
set -- a b; echo "x$@y"
set --; echo "[$@]" $#; for x in "$@"; do echo never; done
set -- 1 2 3 4 5 6 7 8 9 ten eleven; echo \${10} $11
set -- a b c; shift; echo $1 $#; shift 2; echo $#
shift 5; echo after
echo \${x:-default} \${x-default} [\${x:+alt}] [\${x+alt}]
x=; echo \${x:-default} [\${x-default}] [\${x:+alt}] [\${x+alt}]
x=1; echo \${x:-default} \${x:+alt}
echo \${x:=set}; echo $x
echo \${x:?gone}; echo never
echo \${x?}; echo never
x=hello; echo \${#x} \${x%l*} \${x%%l*} \${x#*l} \${x##*l}
x=hello; echo \${x:1} \${x:1:3} \${x: -2}
x=hello; echo \${x/l/L} \${x//l/L} \${x/#h/J} \${x/%o/0}
x=a.b.c; echo \${x%.*} \${x%%.*} \${x#*.} \${x##*.}
x='a b'; echo "\${x:-q}" \${x:+"c  d"}
x=path/to/file.txt; echo \${x##*/} \${x%/*} \${x%.txt}
y=l; x=hello; echo \${x%$y*} \${x/$y/_}
x='*a'; echo "\${x#'*'}"
set -- a b c; echo \${#} \${#@} \${#*}
echo "\${none:-a b}" \${none:-"a  b"} \${none:-a  b}
echo \${#none} \${none}x
x=abc; echo \${x^}; echo never
unset x; echo "[\${x}]"
echo $((1 + 2 * 3)) $(( (1 + 2) * 3 )) $((7 / 2)) $((-7 / 2)) $((7 % 3)) $((-7 % 3))
echo $((1 << 4)) $((255 >> 2)) $((6 & 3)) $((6 | 3)) $((6 ^ 3)) $((~5)) $((!5)) $((!0))
echo $((1 < 2)) $((2 <= 1)) $((3 == 3)) $((3 != 3)) $((1 && 0)) $((1 || 0))
echo $((1 ? 2 : 3)) $((0 ? 2 : 3)) $((1, 2))
x=5; echo $((x++)) $x $((++x)) $x $((x--)) $((--x))
x=5; echo $((x += 2)) $((x *= 3)) $((x -= 1)) $((x /= 2)) $((x %= 3)) $x
echo $((0x1f)) $((010)) $((16#ff)) $((2#101))
echo $((2147483647 + 1)) $((-2147483648 - 1))
x=3; y=x; echo $((y + 1)) $(($x * 2))
echo $((x)) $((nope + 1))
echo $((1/0)); echo after
echo $((1 +)); echo after
x='1+2'; echo $((x * 2))
((1 > 0)) && echo yes; ((0)) || echo no
((x = 4, y = x * 2)); echo $x $y
let x=3+4; echo $x; let x=0; echo $?
let 'a = 5' b=a+1; echo $a $b
echo $(( 3 > 2 ? 10 : 20 ))
echo "$(echo sub)" $(echo a; echo b)
echo \`echo back\` \`echo "a b"\`
x=$(echo a; echo; echo); echo "[$x]"
x=$(exit 3); echo $?
echo $(exit 3); echo $?
echo $(echo $(echo nested))
x=$(cat <<E
echo "$(echo "quoted $(echo deep)")"
echo $(< f); echo hi > f; echo $(< f)
cat <<< 'here string'
echo a > f; cat f; echo b >> f; cat f
echo a > f; cat < f > g; cat g
echo err >&2
{ echo out; echo err >&2; } 2> e; cat e
{ echo out; echo err >&2; } > o 2>&1; cat o
{ echo out; echo err >&2; } 2>&1 > o | sed s.r.R.
ls nofile 2> /dev/null; echo $?
cat < nofile; echo $?
echo x > nodir/f; echo $?
> empty; wc -c < empty
: > f; test -s f; echo $?
exec 3> f; echo three >&3; exec 3>&-; cat f
echo in > f; exec 4< f; read x <&4; echo $x
exec > o; echo hidden; exec >&2; cat o
echo a 1>&2 2>&1
echo a >&-; echo $?
echo x &> f; cat f
set -C; echo a > f; echo b > f; echo b >| f; cat f
echo one | cat | cat
echo a b c | read x y; echo "[$x]"
echo a b c | { read x y; echo "$x/$y"; }
printf 'a b\nc d\n' | while read x y; do echo "$y $x"; done
read x < nofile; echo $?
echo 'a\tb' | { read x; echo "$x"; }
echo 'a\tb' | { read -r x; echo "$x"; }
echo '  lead trail  ' | { read x; echo "[$x]"; }
echo 'a:b:c' | { IFS=: read x y z; echo $x $y $z; }
echo 'a:b:c' | { IFS=: read x y; echo $x $y; }
echo 'a  b' | { IFS= read x; echo "[$x]"; }
printf 'no newline' | { read x; echo $? "$x"; }
read x < /dev/null; echo $?
echo a | { read; echo "$REPLY"; }
true | false; echo $?
false | true; echo $?
! false | true; echo $?
set -o pipefail; false | true; echo $?
yes | head -2
IFS=:; x=a:b:c; echo $x; for i in $x; do echo $i; done
IFS=:; x=a::b; for i in $x; do echo "<$i>"; done
IFS=,; set -- 1 2 3; echo "$*" $*
IFS=; x='a b'; for i in $x; do echo "<$i>"; done
IFS=' :'; x='a : b'; for i in $x; do echo "<$i>"; done
x='a b'; set -- $x; echo $#
x=$(printf 'a\nb'); echo $x
touch a1 a2 b1; echo a* b? [ab]1 c* *1
touch .hid vis; echo *; echo .h*
mkdir d; touch d/x d/y; echo d/* */x
touch 'a b' c; for f in *; do echo "<$f>"; done
touch a.txt b.txt c.log; echo *.txt; for f in *.log; do echo \${f%.log}; done
touch 1 2 a; echo [0-9] [!0-9] [[:alpha:]]
touch x; echo "*" '*' \*
set -f; touch x; echo *
touch a ab abc; echo +(a|b) ?(a)b* @(ab|abc) !(a)
case foobar in +(foo|bar)) echo ext;; esac
case foo in !(bar)) echo notbar;; esac
x=aaab; echo \${x##*(a)} \${x#+(a)}
echo ~ ~/x "~" a~
HOME=/h; echo ~ ~/y x=~
x=~/z; echo $x
echo {a,b}c x{1,2}y{3,4}
echo {a,b
echo {} {a} "{a,b}"
echo {1..3}
[ a = a ]; echo $?; [ a = b ]; echo $?; [ a != b ]; echo $?
[ -z "" ]; echo $?; [ -n "" ]; echo $?; [ x ]; echo $?; [ ]; echo $?
[ 1 -lt 2 ] && [ 2 -le 2 ] && [ 3 -gt 2 ] && [ 3 -ge 3 ] && [ 1 -ne 2 ] && [ 1 -eq 1 ] && echo all
touch f; mkdir d; for o in -e -f -d -r -w -s; do [ $o f ]; echo f $o $?; [ $o d ]; echo d $o $?; done
ln -s nowhere l; [ -L l ]; echo $?; [ -e l ]; echo $?; [ -h l ]; echo $?
[ ! a = b ]; echo $?; [ ! -e nofile ]; echo $?
[ a = a -a b = b ]; echo $?; [ a = b -o b = b ]; echo $?
[ \( a = b \) -o a = a ]; echo $?
[ 1 -eq x ]; echo $?
[ 1 2 3 ]; echo $?
[ a = ]; echo $?
[ a; echo $?
test -e nofile; echo $?; test; echo $?
test abc '<' abd; echo $?
touch -d 2020-01-01T00:00:00 o; touch n; [ n -nt o ]; echo $?; [ o -ot n ]; echo $?; [ o -ef o ]; echo $?
[[ a == a ]] && echo yes; [[ abc == a* ]] && echo glob; [[ abc == "a*" ]] || echo literal
[[ -n "" || x = x ]] && echo or; [[ -z "" && ! -e nofile ]] && echo and
[[ 1 -lt 2 && 10 -gt 9 ]] && echo num; [[ b > a ]] && echo str
x='a b'; [[ $x = 'a b' ]] && echo nosplit
[[ ( a = b || c = c ) && d = d ]]; echo $?
[[ abc = @(abc|def) ]]; echo $?
set -e; false; echo never
set -e; false || true; echo here
set -e; if false; then :; fi; echo here
set -e; ! true; echo here
set -e; (exit 3); echo never
set -e; f() { false; echo in; }; f || echo handled; echo end
set -e; x=$(false); echo never
set -e; false && true; echo here
set -e; { false; }; echo never
set +e; false; echo on
set -u; echo $nope; echo never
set -u; echo \${nope:-fine}; set --; echo "$@" end
set -x; echo traced; x=1; set +x
set -x; for i in 'a b' ''; do echo "$i"; done
set -a; x=5; env | grep '^x='
set -n; echo never
set -v; echo v
trap 'echo bye' EXIT; echo hi
trap 'echo bye $?' EXIT; exit 3
trap 'echo bye' 0; (echo sub); false
trap 'echo usr' USR1; kill -USR1 $$; echo after
trap '' TERM; kill -TERM $$; echo survived
trap 'echo a' EXIT; trap - EXIT; echo b
trap 'echo x' INT TERM; trap
trap 'echo err' ERR; false; true; echo end
(trap 'echo sub' EXIT; echo in); echo out
kill -9 $$
kill -TERM $$; echo never
kill -0 $$; echo $?
sleep 0.01 & wait; echo $?
(exit 5) & wait $!; echo $?
true & wait $!; echo $?; wait 99999; echo $?
echo a & wait; echo b
x=1; (x=2; echo $x); echo $x
x=1; { x=2; }; echo $x
x=1; echo | x=2; echo $x
A=1; export A; sh -c 'echo $A'
A=1 sh -c 'echo $A'; echo "[$A]"
A=1 B=$A; echo "[$B]"
export A=2; A=3; env | grep '^A='
A=1; unset A; echo "[\${A-unset}]"
A=1 true; echo "[$A]"; A=1 :; echo "[$A]"
f() { echo "in $A"; }; A=9 f; echo "[$A]"
readonly r=1; echo $r; r=2; echo never
readonly r=1; unset r; echo $?
typeset -i n=5; n=n+2; echo $n
typeset -i n; n='3*4'; echo $n
typeset -u u=abc; echo $u; typeset -l l=ABC; echo $l
typeset -r q=1; q=2; echo never
typeset -x e=1; env | grep '^e='
typeset -Z3 z=7; echo $z; typeset -L3 s=abcdef; echo $s; typeset -R3 t=abcdef; echo $t
typeset -i16 h=255; echo $h
integer n=5; n+=2; echo $n
a=(1 2 3); echo \${a[0]} \${a[2]} \${#a[*]} \${a[*]} $a
a[5]=x; a[1]=y; echo \${a[@]} \${!a[@]}
set -A arr x y z; echo \${arr[1]} \${#arr[@]}
a=(1 'b c' 3); for i in "\${a[@]}"; do echo "<$i>"; done
a=(1 2); a+=(3); echo \${a[*]}; a[0]+=9; echo \${a[0]}
x=a; x+=b; echo $x
nameref r=x; x=5; echo $r; r=6; echo $x
echo -n no newline; echo
echo 'a\tb\nc\\d'
echo -e 'a\tb'; echo -E 'a\tb'
echo 'stop\chere'; echo next
echo '\x41\0102\u0042'
echo -- -n
echo -x
echo -ne 'x\n'
print a b; print -n c; print d
print -r 'a\nb'; print 'a\nb'
print -- -x; print -u2 err; print -u1 out
print -l a b c
printf '%s\n' a b c
printf '%d %x %o %c|%5s|%-5s|\n' 42 255 8 xyz ab cd
printf '%s %s\n' a b c
printf '%b' 'a\nb\n'; printf '%%\n'; printf '\101\n'
printf '%5.2f\n' 3.14159
printf '%03d\n' 7; printf '%s\n'; printf 'x\n' extra
printf '%d\n' abc; echo $?
printf '%q\n' 'a b'
pwd | wc -l
mkdir d; cd d; basename $PWD; cd ..; cd - > /dev/null; basename $(pwd); basename $OLDPWD
cd /none; echo $?
cd a b c; echo $?
mkdir -p a/b; cd a/b; cd ../..; cd a; basename $(pwd)
mkdir d; CDPATH=; cd d && echo ok
eval 'echo a; echo b'; eval "x='1 2'"; echo $x
eval 'exit 3'; echo never
eval; echo $?
echo 'echo sourced $1; x=7' > s; . ./s arg; echo $x
. ./nofile; echo never
echo 'return 4' > s; . ./s; echo $?
echo 'echo script $0 $1' > s; sh s arg
echo 'exit 9' > s; sh s; echo $?
echo 'echo $#' | sh -s a b
sh -c 'echo $0 $1' name arg
sh -c 'exit 2'; echo $?
sh -e -c 'false; echo never'; echo $?
command echo c; command -v echo; command -v nosuch; echo $?
command -v if; command -v f; f() { :; }; command -v f
type cd; type if; type nosuch; echo $?
f() { :; }; type f; unset -f f; whence nosuch; echo $?
alias x='echo aliased'; alias x; unalias x; alias x; echo $?
builtin echo b; builtin nosuch; echo $?
exec echo gone; echo never
exec nosuch; echo never
nosuch; echo $?
./nosuch; echo $?
mkdir d; ./d; echo $?
echo hi > f; ./f; echo $?
echo 'echo ran' > f; chmod +x f; ./f
echo $#; echo $?; echo "\${0##*/}"
getopts ab: o -a -b val rest; echo $o $OPTIND; getopts ab: o -a -b val rest; echo $o $OPTARG $OPTIND; getopts ab: o -a -b val rest; echo $? $o
while getopts x:y o -y -x 1; do echo $o $OPTARG; done
getopts a o -z; echo $o $?
umask; umask 077; umask; touch f; stat -c %a f
ulimit -c > /dev/null; echo $?
times > /dev/null; echo $?
hash > /dev/null; echo $?
test -t 0; echo $?
: $((x=5)); echo $x
echo "$((x=5))$x"
: \${x:=abc}; echo $x
x=\${y:=\${z:-deep}}; echo $x $y
echo "\${x:-"nested quotes"}" "\${x:-'single'}"
echo \${x:-$(echo cmd)} \${x:-\`echo back\`}
x='a"b'; echo "$x" $x
x="line1
echo 'fin
echo "x
echo $(echo x
if true; then echo x
for i in a; do echo
case a in a) echo x
while true; do
{ echo x
(echo x
fi
echo a; ; echo b
echo a && && echo b
| echo
echo a | | echo b
;;
echo \${
echo \${}
[[ a == a
f() {
echo ) x
done
`);

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '').map((line) => line.replaceAll('\\${', '${').replaceAll('\\`', '`'));
}
