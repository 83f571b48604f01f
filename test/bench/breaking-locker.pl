# Holds a lock again and again, each time in a process of its own, of which a quarter kill themselves while they hold it.
# Perl, because a fork costs it a millisecond; it is on every Debian.
# Arguments: the type of lock, its path, a witness file, a log, a file whose appearance ends this, and what a symlink says before the pid.
# The log: A PID acquired; V PID another was inside; K PID kills itself; R PID ERRNO released (0) or not.
use strict;
use warnings;
use Fcntl qw(:DEFAULT :flock);
use POSIX ();
use Time::HiRes qw(sleep);

my ($type, $lock, $witness, $log, $stop, $words) = @ARGV;
my $bench = getppid();
sysopen(my $notes, $log, O_WRONLY | O_CREAT | O_APPEND) or die "$log: $!";

until (is_over()) {
    my $child = fork() // die "fork: $!";
    if ($child == 0) {
        hold();
        POSIX::_exit(0);
    }
    # At once: until then its pid is that of a zombie.
    waitpid($child, 0);
}

# Also when the bench has ended without a word.
sub is_over { return -e $stop || !kill(0, $bench) }

sub note { syswrite($notes, "$_[0]\n") }

sub hold {
    until (acquire()) {
        return if is_over();
        sleep(0.0002 + rand(0.0006));
    }
    note("A $$");
    # The kernel takes this one away before a process counts as dead.
    sysopen(my $inside, $witness, O_RDWR | O_CREAT) or die "$witness: $!";
    flock($inside, LOCK_EX | LOCK_NB) or note("V $$");
    sleep(rand(0.0008));
    if (rand() < 0.25) {
        note("K $$");
        kill('KILL', $$);
        sleep(1) while 1;
    }
    close($inside);
    my $errno = release();
    note("R $$ $errno");
}

sub acquire {
    return symlink("$words$$", $lock) if $type eq 'symlink';
    return write_pid($lock) if $type eq 'file';
    return 0 unless mkdir($lock);
    write_pid("$lock/pid");
    return 1;
}

sub write_pid {
    sysopen(my $file, $_[0], O_WRONLY | O_CREAT | O_EXCL) or return 0;
    syswrite($file, "$$\n");
    return 1;
}

# By path, as everybody does.
sub release {
    if ($type eq 'folder') {
        unlink("$lock/pid");
        return rmdir($lock) ? 0 : $! + 0;
    }
    return unlink($lock) ? 0 : $! + 0;
}
