# Takes and releases kernel locks as told, and says when; times are ms since the epoch, with fractions.
#   lock FILE HOW                     -> "got FILE"           HOW: flock, posix or ofd
#   shared FILE HOW                   -> "got FILE"
#   inherit FILE flock                -> "got FILE": a child takes the lock, and has ended by then
#   unlock FILE                       -> "freed FILE"
#   cycle FILE HOW HOLD GAP COUNT     -> "HOW [[wanted, got, freed], ...]", with HOLD and GAP in ms
#   spin FILE HOW MS                  -> "spun COUNT": lock and unlock again and again
use strict;
use warnings;
use Fcntl qw(:DEFAULT :flock SEEK_SET);
use POSIX ();
use Time::HiRes qw(time usleep);

$| = 1;
# Whoever waits in a deadlock does not see that its starter is gone.
alarm 120;
my %files;

sub opened { my ($file) = @_; $files{$file} ||= do { open(my $handle, '+>>', $file) or die "$file: $!"; $handle } }

sub request {
  my ($handle, $how, $type) = @_;
  if ($how eq 'flock') {
    flock($handle, { w => LOCK_EX, r => LOCK_SH, u => LOCK_UN }->{$type}) or die "flock: $!";
    return;
  }
  my $code = { w => F_WRLCK, r => F_RDLCK, u => F_UNLCK }->{$type};
  # F_OFD_SETLKW is 38; struct flock of a 64-bit system.
  fcntl($handle, $how eq 'ofd' ? 38 : F_SETLKW, pack('s s x4 q q l x4', $code, SEEK_SET, 0, 0, 0)) or die "fcntl: $!";
}

my %how;
while (my $line = <STDIN>) {
  chomp $line;
  my ($verb, $file, $how, @rest) = split /\t/, $line;
  my $handle = opened($file);
  if ($verb eq 'lock' || $verb eq 'shared') {
    $how{$file} = $how;
    if (!eval { request($handle, $how, $verb eq 'lock' ? 'w' : 'r'); 1 }) { print "refused $@"; next }
    print "got $file\n";
  } elsif ($verb eq 'inherit') {
    $how{$file} = $how;
    my $child = fork() // die "fork: $!";
    if ($child == 0) { request($handle, $how, 'w'); POSIX::_exit(0) }
    waitpid($child, 0);
    print "got $file\n";
  } elsif ($verb eq 'unlock') {
    request($handle, $how{$file}, 'u');
    print "freed $file\n";
  } elsif ($verb eq 'cycle') {
    my ($hold, $gap, $count) = @rest;
    my @told;
    for (1 .. $count) {
      my $wanted = time;
      request($handle, $how, 'w');
      my $got = time;
      usleep($hold * 1000);
      my $freed = time;
      request($handle, $how, 'u');
      push @told, sprintf('[%.3f,%.3f,%.3f]', $wanted * 1000, $got * 1000, $freed * 1000);
      usleep($gap * 1000) if $gap > 0;
    }
    print "$how [", join(',', @told), "]\n";
  } elsif ($verb eq 'spin') {
    my ($until, $count) = (time + $rest[0] / 1000, 0);
    while (time < $until) {
      request($handle, $how, 'w');
      request($handle, $how, 'u');
      $count++;
    }
    print "spun $count\n";
  }
}
